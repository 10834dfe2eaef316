using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using MedIO.Tests.Afni;
using MedIO.Tests.Dicom.Series;
using MedIO.Tests.Mgh;
using MedIO.Tests.Nifti;
using Xunit;

namespace MedIO.Tests.Hostile;

/// <summary>
/// Small files that claim or unpack to very much: each ends in an image or an error of this library, and takes memory by what
/// is in the file, not by what it says.
/// </summary>
[Collection(Alone.Name)]
public sealed class ClaimTests : IDisposable
{
    private const long MostBytes = 64 << 20;

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static IEnumerable<object[]> Claims()
    {
        yield return Case("a.nii", new NiftiBytes().Dim(32000, 32000, 32000).Datatype(64, 64).File(new short[50]));
        yield return Case("b.nii", new NiftiBytes(2).Dim(2000000000, 2000000000, 1).Datatype(4, 16).File(new short[50]));
        yield return Case("c.nii", new NiftiBytes().Dim(30000, 30000, 2).Datatype(2, 8).File(new short[50]));
        yield return Case("a.nii.gz", MghBytes.Gzip(new NiftiBytes().Dim(32000, 32000, 2).Datatype(16, 32).File(new short[50])));
        yield return Case("a.mha", Text("ObjectType = Image\nNDims = 3\nDimSize = 100000 100000 100000\nElementType = MET_DOUBLE\nElementDataFile = LOCAL\n1234"));
        yield return Case("b.mha", Text("ObjectType = Image\nNDims = 2\nDimSize = 46000 46000\nElementType = MET_UCHAR\nCompressedData = True\nElementDataFile = LOCAL\n1234"));
        yield return Case("c.mhd", Text("ObjectType = Image\nNDims = 3\nDimSize = 2 2 2000000000\nElementType = MET_UCHAR\nElementDataFile = s%d.raw 1 2000000000 1\n"));
        yield return Case("d.mhd", Text("ObjectType = Image\nNDims = 3\nDimSize = 2 2 2000000000\nElementType = MET_UCHAR\nElementDataFile = LIST\na\n"));
        yield return Case("a.nrrd", Text("NRRD0004\ntype: double\ndimension: 3\nsizes: 100000 100000 100000\nencoding: raw\n\n1234"));
        yield return Case("b.nrrd", Text("NRRD0004\ntype: uchar\ndimension: 2\nsizes: 46000 46000\nencoding: gzip\n\n1234"));
        yield return Case("c.nrrd", Text("NRRD0004\ntype: uchar\ndimension: 2\nsizes: 46000 46000\nencoding: ascii\n\n1 2 3 4"));
        yield return Case("d.nrrd", Text("NRRD0004\ntype: uchar\ndimension: 2\nsizes: 46000 46000\nencoding: hex\n\n01020304"));
        yield return Case("e.nhdr", Text("NRRD0004\ntype: uchar\ndimension: 3\nsizes: 2 2 2000000000\nencoding: raw\ndata file: s%d.raw 1 2000000000 1 2\n"));
        yield return Case("a.mgh", new MghBytes(3, 60000, 60000, 60000).File(Array.Empty<object>()));
        yield return Case("a.mgz", MghBytes.Gzip(new MghBytes(0, 46000, 46000).File(Array.Empty<object>())));
        yield return Case("a.vtk", Text("# vtk DataFile Version 3.0\nx\nBINARY\nDATASET STRUCTURED_POINTS\nDIMENSIONS 46000 46000 1\nSPACING 1 1 1\nORIGIN 0 0 0\nPOINT_DATA 2116000000\nSCALARS a unsigned_char\nLOOKUP_TABLE default\n1234"));
        yield return Case("a.vti", Text("<VTKFile type=\"ImageData\"><ImageData WholeExtent=\"0 45999 0 45999 0 0\" Origin=\"0 0 0\" Spacing=\"1 1 1\"><Piece Extent=\"0 45999 0 45999 0 0\"><PointData><DataArray type=\"UInt8\" format=\"ascii\">1 2</DataArray></PointData></Piece></ImageData></VTKFile>"));
        yield return Case("a.dcm", Patched(new SliceFile().ToBytes(), new byte[] { 0x28, 0, 0x10, 0, (byte)'U', (byte)'S', 2, 0 }, 0xff, 0xff));
        yield return Case("b.dcm", Patched(Patched(new SliceFile().ToBytes(), new byte[] { 0x28, 0, 0x11, 0, (byte)'U', (byte)'S', 2, 0 }, 0xff, 0xff), new byte[] { 0x28, 0, 0x10, 0, (byte)'U', (byte)'S', 2, 0 }, 0xff, 0xff));
        yield return Case("a+orig.HEAD", Text(new AfniFile(3, 30000, 30000, 30000).ToString()));

        static object[] Case(string name, byte[] bytes) => new object[] { name, bytes };
    }

#if !TEST_NETSTANDARD
    [Theory]
    [MemberData(nameof(Claims))]
    public void Memory_is_not_taken_for_a_claim(string name, byte[] file)
    {
        File.WriteAllBytes(_folder[name], file);
        File.WriteAllBytes(_folder["a+orig.BRIK"], new byte[100]);
        foreach (ReadOptions options in new[] { new ReadOptions(), new ReadOptions { AllowTruncated = true } })
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            if (options.AllowTruncated)
            {
                Try(() => MedFile.Read(_folder[name], options));
            }
            else
            {
                Assert.Throws<MedIOException>(() => MedFile.Read(_folder[name], options));
            }

            Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, MostBytes);
        }
    }

    [Theory]
    [InlineData("a.nii.gz")]
    [InlineData("a.mgz")]
    [InlineData("a.gipl.gz")]
    [InlineData("a.mnc.gz")]
    [InlineData("a.hdr.gz")]
    [InlineData("a.nrrd")]
    [InlineData("a+orig.HEAD")]
    [InlineData("none.gz")]
    public void What_unpacks_to_gigabytes_is_not_unpacked_beyond_the_voxels(string name)
    {
        // A member of 64 MB of zeros, and as many of it as make 4 GB: 4 MB of file.
        byte[] zeros = MghBytes.Gzip(new byte[64 << 20]);
        byte[] start = name switch
        {
            "a.mgz" => new MghBytes(0, 2, 2, 2).File(new object[8].Select(_ => (object)(byte)1)),
            "a.nrrd" or "a+orig.HEAD" => new byte[8],
            "none.gz" or "a.mnc.gz" or "a.gipl.gz" => new byte[8],
            _ => NiftiBytes.Small().File(NiftiBytes.SmallVoxels),
        };
        byte[] head = name == "a.nrrd" ? Text("NRRD0004\ntype: uchar\ndimension: 3\nsizes: 2 2 2\nencoding: gzip\n\n") : Array.Empty<byte>();
        string data = name == "a+orig.HEAD" ? "a+orig.BRIK.gz" : name;
        File.WriteAllText(_folder["a+orig.HEAD"], new AfniFile(0, 2, 2, 2).ToString());
        using (FileStream file = File.Create(_folder[data]))
        {
            file.Write(head);
            file.Write(MghBytes.Gzip(start));
            for (int i = 0; i < 64; i++)
            {
                file.Write(zeros);
            }
        }

        long before = GC.GetTotalAllocatedBytes(precise: true);
        Try(() => MedFile.ReadMeta(_folder[name]));
        Try(() => MedFile.Read(_folder[name]));
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, MostBytes);
    }
#endif

    [Fact]
    public void Entities_of_a_document_type_are_not_made()
    {
        // Each ten of the one before; and one that would be fetched.
        var file = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE VTKFile [<!ENTITY a0 \"1 1 1 1 \">");
        for (int i = 1; i < 12; i++)
        {
            file.Append(FormattableString.Invariant($"<!ENTITY a{i} \"{string.Concat(Enumerable.Repeat(FormattableString.Invariant($"&a{i - 1};"), 10))}\">"));
        }

        file.Append("<!ENTITY s SYSTEM \"file:///etc/passwd\">]><VTKFile type=\"ImageData\"><ImageData WholeExtent=\"0 1 0 1 0 0\" Origin=\"0 0 0\" Spacing=\"1 1 1\"><Piece Extent=\"0 1 0 1 0 0\">")
            .Append("<PointData><DataArray type=\"UInt8\" Name=\"&s;\" format=\"ascii\">&a11;</DataArray></PointData></Piece></ImageData></VTKFile>");
        File.WriteAllText(_folder["a.vti"], file.ToString());
        MedIOException error = Assert.Throws<MedIOException>(() => MedFile.Read(_folder["a.vti"], new ReadOptions { Header = true }));
        Assert.DoesNotContain("root:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_type_without_entities_is_passed_over()
    {
        File.WriteAllText(_folder["a.vti"], "<?xml version=\"1.0\"?><!DOCTYPE VTKFile SYSTEM \"http://127.0.0.1:9/vtk.dtd\"><VTKFile type=\"ImageData\"><ImageData WholeExtent=\"0 1 0 1 0 0\" Origin=\"0 0 0\" Spacing=\"1 1 1\"><Piece Extent=\"0 1 0 1 0 0\"><PointData><DataArray type=\"UInt8\" format=\"ascii\">1 2 3 4</DataArray></PointData></Piece></ImageData></VTKFile>");
        Assert.Equal(new byte[] { 1, 2, 3, 4 }, MedFile.Read(_folder["a.vti"]).Voxels);
    }

    private static byte[] Text(string text) => Encoding.ASCII.GetBytes(text);

    private static byte[] Patched(byte[] bytes, byte[] element, params byte[] value)
    {
        int at = bytes.AsSpan().IndexOf(element);
        Assert.True(at > 0);
        value.CopyTo(bytes, at + element.Length);
        return bytes;
    }

    private static void Try(Action read)
    {
        try
        {
            read();
        }
        catch (MedIOException)
        {
            // An error will do as well.
        }
    }
}
