using System;
using System.IO;
using System.Linq;
using System.Text;
using MedIO.Tests.Dicom;
using MedIO.Tests.Dicom.Series;
using Xunit;

namespace MedIO.Tests.Hostile;

/// <summary>Headers that name files elsewhere: by their text, or by a link that came along with them.</summary>
public sealed class DataFilesElsewhereTests : IDisposable
{
    private static readonly ReadOptions Trusting = new() { AllowExternalData = true };

    private readonly ScratchFolder _folder = new();

    public DataFilesElsewhereTests()
    {
        Directory.CreateDirectory(_folder["in"]);
        Directory.CreateDirectory(_folder["in-not"]);
        foreach (string name in new[] { "secret.raw", "secret1.raw", "secret2.raw", "in-not/secret.raw" })
        {
            File.WriteAllBytes(_folder[name], new byte[] { 1, 2, 3, 4 });
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("../secret.raw")]
    [InlineData("..\\secret.raw")]
    [InlineData("./../secret.raw")]
    [InlineData("sub/../../secret.raw")]
    [InlineData("../in/../secret.raw")]
    [InlineData("../in-not/secret.raw")] // Its folder's name only begins as that of the header's.
    [InlineData("{0}/secret.raw")]
    [InlineData("{0}/in/../secret.raw")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("/dev/zero")]
    [InlineData("/etc/passwd")]
    [InlineData("\\\\server\\share\\secret.raw")]
    [InlineData("//server/share/secret.raw")]
    public void Are_refused_by_name_in_every_way_to_name_them(string name)
    {
        name = name.Replace("{0}", _folder.Path);
        foreach (string header in Headers(name))
        {
            MedIOException error = Assert.Throws<MedIOException>(() => MedFile.ReadMeta(header));
            Assert.Equal(MedIOError.DataFileOutsideFolder, error.Error);
            Assert.StartsWith(header + ": ", error.Message, StringComparison.Ordinal);
            Assert.Equal(MedIOError.DataFileOutsideFolder, Assert.Throws<MedIOException>(() => MedFile.Read(header)).Error);
        }
    }

    [Fact]
    public void Are_read_where_the_user_says_so()
    {
        foreach (string header in Headers("../secret.raw"))
        {
            Assert.Equal(new byte[] { 1, 2, 3, 4 }, ((byte[])MedFile.Read(header, Trusting).Voxels).Take(4));
        }
    }

    [Fact]
    public void In_folders_inside_are_read()
    {
        Directory.CreateDirectory(_folder["in/sub"]);
        File.Copy(_folder["secret.raw"], _folder["in/sub/a.raw"]);
        foreach (string header in Headers("sub/../sub/a.raw"))
        {
            Assert.Equal(new byte[] { 1, 2, 3, 4 }, ((byte[])MedFile.Read(header).Voxels).Take(4));
        }
    }

    [Fact]
    public void Numbered_ones_are_refused_too()
    {
        string[] headers = { Meta("../secret%d.raw 1 2 1", slices: 2), Nrrd("../secret%d.raw 1 2 1 2", slices: 2) };
        foreach (string header in headers)
        {
            Assert.Equal(MedIOError.DataFileOutsideFolder, Assert.Throws<MedIOException>(() => MedFile.Read(header)).Error);
            Assert.Equal(8, MedFile.Read(header, Trusting).Voxels.Length);
        }
    }

#if !TEST_NETSTANDARD
    [Theory]
    [InlineData("a.raw", "../secret.raw")]
    [InlineData("a.raw", "{0}/secret.raw")]
    [InlineData("a.raw", "b.raw")] // Which is a link that leads out itself.
    [InlineData("sub", "..", "sub/secret.raw")]
    [InlineData("sub", "{0}", "sub/secret.raw")]
    [InlineData("a.raw", "../in-not/secret.raw")]
    public void Are_refused_behind_links(string link, string target, string? name = null)
    {
        File.CreateSymbolicLink(_folder["in/b.raw"], "../secret.raw");
        File.CreateSymbolicLink(_folder["in/" + link], target.Replace("{0}", _folder.Path));
        foreach (string header in Headers(name ?? link))
        {
            Assert.Equal(MedIOError.DataFileOutsideFolder, Assert.Throws<MedIOException>(() => MedFile.Read(header)).Error);
            Assert.Equal(new byte[] { 1, 2, 3, 4 }, ((byte[])MedFile.Read(header, Trusting).Voxels).Take(4));
        }
    }

    [Fact]
    public void The_compressed_file_that_stands_for_another_is_no_way_out()
    {
        File.WriteAllBytes(_folder["secret.gz"], Mgh.MghBytes.Gzip(new byte[] { 1, 2, 3, 4 }));
        File.CreateSymbolicLink(_folder["in/a.raw.gz"], "../secret.gz");
        Assert.Equal(MedIOError.DataFileOutsideFolder, Assert.Throws<MedIOException>(() => MedFile.Read(Meta("a.raw"))).Error);
    }

    [Fact]
    public void Links_that_stay_inside_are_followed_also_from_a_folder_that_is_a_link_itself()
    {
        File.Copy(_folder["secret.raw"], _folder["in/b.raw"]);
        File.CreateSymbolicLink(_folder["in/a.raw"], "b.raw");
        File.CreateSymbolicLink(_folder["in/c.raw"], _folder["in/b.raw"]);
        Directory.CreateSymbolicLink(_folder["way"], _folder["in"]);
        string[] headers = Headers("a.raw").Concat(Headers("c.raw", "c")).ToArray();
        foreach (string header in headers.Concat(headers.Select(h => h.Replace(_folder["in"], _folder["way"]))))
        {
            Assert.Equal(new byte[] { 1, 2, 3, 4 }, ((byte[])MedFile.Read(header).Voxels).Take(4));
        }
    }

    [Fact]
    public void The_length_of_a_link_is_that_of_what_it_leads_to()
    {
        File.WriteAllBytes(_folder["in/a-file-whose-name-is-longer-than-its-content.raw"], new byte[] { 9, 9, 1, 2, 3, 4 });
        File.CreateSymbolicLink(_folder["in/a.raw"], "a-file-whose-name-is-longer-than-its-content.raw");
        string header = Put("a.mhd", "ObjectType = Image\nNDims = 2\nDimSize = 2 2\nElementType = MET_UCHAR\nHeaderSize = -1\nElementDataFile = a.raw\n");
        MedImage image = MedFile.Read(header);
        Assert.Equal(new byte[] { 1, 2, 3, 4 }, image.Voxels);
        Assert.Empty(image.Warnings);
    }

    [Fact]
    public void Links_in_a_circle_end_in_an_error()
    {
        File.CreateSymbolicLink(_folder["in/a.raw"], "b.raw");
        File.CreateSymbolicLink(_folder["in/b.raw"], "a.raw");
        foreach (string header in Headers("a.raw"))
        {
            Assert.Throws<MedIOException>(() => MedFile.Read(header));
            Assert.Throws<MedIOException>(() => MedFile.Read(header, Trusting));
        }
    }

    [Theory]
    [InlineData("IMAGES", "../other")]
    [InlineData("IM1", "../other/IM1")]
    public void A_DICOMDIR_leads_not_out_by_links(string link, string target)
    {
        Directory.CreateDirectory(_folder["other"]);
        new SliceFile().Save(_folder["other/IM1"]);
        File.CreateSymbolicLink(_folder["in/" + link], target);
        string name = link == "IM1" ? link : link + "\\IM1";
        File.WriteAllBytes(_folder["in/DICOMDIR"], new DicomBytesBuilder().Sequence(0x00041220, item => item.UInt32(0x00041400, 0).UInt16(0x00041410, 0xffff)
            .UInt32(0x00041420, 0).Text(0x00041430, "CS", "IMAGE").Text(0x00041500, "CS", name)).ToFile(sopClass: "1.2.840.10008.1.3.10"));
        Assert.Equal(MedIOError.DataFileOutsideFolder, Assert.Throws<MedIOException>(() => MedFile.Read(_folder["in/DICOMDIR"])).Error);
        Assert.Equal("3x2x1", MedFile.Read(_folder["in/DICOMDIR"], Trusting).Shape.ToString());
    }
#endif

    // One file, a list, and a text header of each format that names its data.
    private string[] Headers(string name, string stem = "a") => new[] { Meta(name, stem), MetaList(name, stem), Nrrd(name, stem), NrrdList(name, stem) };

    private string Put(string name, string text)
    {
        File.WriteAllText(_folder["in/" + name], text, new UTF8Encoding(false));
        return _folder["in" + Path.DirectorySeparatorChar + name];
    }

    private string Meta(string name, string stem = "a", int slices = 1) => Put(
        stem + ".mhd",
        $"ObjectType = Image\nNDims = {(slices == 1 ? 2 : 3)}\nDimSize = 2 2{(slices == 1 ? string.Empty : " " + slices)}\nElementType = MET_UCHAR\nElementDataFile = {name}\n");

    private string MetaList(string name, string stem) =>
        Put(stem + "-list.mhd", $"ObjectType = Image\nNDims = 3\nDimSize = 2 2 2\nElementType = MET_UCHAR\nElementDataFile = LIST\n{name}\n{name}\n");

    private string Nrrd(string name, string stem = "a", int slices = 1) => Put(
        stem + ".nhdr",
        $"NRRD0004\ntype: uchar\ndimension: {(slices == 1 ? 2 : 3)}\nsizes: 2 2{(slices == 1 ? string.Empty : " " + slices)}\nencoding: raw\ndata file: {name}\n");

    private string NrrdList(string name, string stem) =>
        Put(stem + "-list.nhdr", $"NRRD0004\ntype: uchar\ndimension: 3\nsizes: 2 2 2\nencoding: raw\ndata file: LIST\n{name}\n{name}\n");
}
