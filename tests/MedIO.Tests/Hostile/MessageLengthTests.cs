using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using MedIO.Tests.Dicom.Series;
using Xunit;

namespace MedIO.Tests.Hostile;

/// <summary>A header's field may go on for a million letters; what is said of it does not fill a screen, or a log.</summary>
public sealed class MessageLengthTests : IDisposable
{
    private const int Most = 1000;

    private static readonly string Endless = new('A', 1_000_000);

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("NDims")]
    [InlineData("DimSize")]
    [InlineData("ElementType")]
    [InlineData("ElementSpacing")]
    [InlineData("TransformMatrix")]
    [InlineData("DistanceUnits")]
    [InlineData("HeaderSize")]
    [InlineData("CompressedData")]
    [InlineData("ElementDataFile")]
    public void Of_MetaImage(string field)
    {
        var fields = new Dictionary<string, string> { ["NDims"] = "2", ["DimSize"] = "2 1", ["ElementType"] = "MET_UCHAR" };
        fields[field] = Endless;
        fields["ElementDataFile"] = field == "ElementDataFile" ? Endless : "LOCAL";
        AreShort("a.mha", "ObjectType = Image\n" + string.Concat(fields.Select(f => $"{f.Key} = {f.Value}\n")) + "ab");
    }

    [Theory]
    [InlineData("type")]
    [InlineData("dimension")]
    [InlineData("sizes")]
    [InlineData("encoding")]
    [InlineData("space")]
    [InlineData("space directions")]
    [InlineData("units")]
    [InlineData("kinds")]
    [InlineData("byte skip")]
    [InlineData("data file")]
    public void Of_NRRD(string field)
    {
        var fields = new Dictionary<string, string> { ["type"] = "uchar", ["dimension"] = "2", ["sizes"] = "2 1", ["encoding"] = "raw" };
        fields[field] = Endless;
        AreShort("a.nrrd", "NRRD0004\n" + string.Concat(fields.Select(f => $"{f.Key}: {f.Value}\n")) + "\nab");
    }

    [Theory]
    [InlineData("type = {0}\nname = X\ncount = 1\n1\n")]
    [InlineData("type = integer-attribute\nname = {0}\ncount = one\n1\n")]
    [InlineData("type = integer-attribute\nname = {0}\ncount = 2\n1\n")]
    [InlineData("type = integer-attribute\nname = {0}\ncount = 1\n{0}\n")]
    [InlineData("type = string-attribute\nname = {0}\ncount = 1\nno quote\n")]
    [InlineData("type = {0}\nname = {0}\ncount = 1\n1\n")]
    public void Of_AFNI(string text) => AreShort("a+orig.HEAD", text.Replace("{0}", Endless));

    [Theory]
    [InlineData("BINARY")]
    [InlineData("STRUCTURED_POINTS")]
    [InlineData("uchar")]
    [InlineData("2 1 1")]
    [InlineData("SCALARS")]
    public void Of_VTK(string word) => AreShort(
        "a.vtk",
        "# vtk DataFile Version 3.0\nx\nBINARY\nDATASET STRUCTURED_POINTS\nDIMENSIONS 2 1 1\nORIGIN 0 0 0\nSPACING 1 1 1\nPOINT_DATA 2\nSCALARS s uchar 1\nLOOKUP_TABLE default\nab".Replace(word, Endless));

    [Fact]
    public void Of_DICOM()
    {
        new SliceFile { Photometric = new string('Q', 60_000) }.Save(_folder["a.dcm"]);
        AreShort("a.dcm", null);
    }

    // It may be read in spite of it, or not.
    private void AreShort(string name, string? text)
    {
        if (text is not null)
        {
            File.WriteAllText(_folder[name], text, new UTF8Encoding(false));
        }

        var said = new List<string>();
        foreach (Func<IEnumerable<string>> read in new Func<IEnumerable<string>>[] { () => MedFile.ReadMeta(_folder[name]).Warnings, () => MedFile.Read(_folder[name]).Warnings })
        {
            try
            {
                said.AddRange(read());
            }
            catch (MedIOException e)
            {
                said.Add(e.Message);
            }
        }

        Assert.All(said, s => Assert.InRange(s.Length, 1, Most));
    }
}
