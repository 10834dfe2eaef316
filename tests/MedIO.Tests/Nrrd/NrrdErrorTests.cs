using System;
using System.IO;
using System.Linq;
using MedIO.Tests.MetaImage;
using Xunit;
using static MedIO.Tests.MetaImage.MetaImageFolder;
using static MedIO.Tests.Nrrd.NrrdFile;

namespace MedIO.Tests.Nrrd;

public sealed class NrrdErrorTests : IDisposable
{
    private const string Start = "NRRD0004\ntype: uchar\ndimension: 3\nsizes: 2 2 2\n";

    private readonly MetaImageFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(MedIOError.TruncatedHeader, "NRRD0004")]
    [InlineData(MedIOError.TruncatedHeader, Start + "encoding: raw\n")]
    [InlineData(MedIOError.TruncatedHeader, Start + "encoding: raw")]
    [InlineData(MedIOError.UnsupportedFeature, "NRRD0006\ntype: uchar\ndimension: 1\nsizes: 1\nencoding: raw\n\nx")]
    [InlineData(MedIOError.UnsupportedFeature, "NRRD0014\ntype: uchar\ndimension: 1\nsizes: 1\nencoding: raw\n\nx")]
    [InlineData(MedIOError.InvalidHeader, "no magic\ntype: uchar\ndimension: 1\nsizes: 1\nencoding: raw\n\nx")]
    [InlineData(MedIOError.InvalidHeader, Start + "\u0001\u0002\nencoding: raw\n\n12345678")]
    [InlineData(MedIOError.InvalidHeader, "NRRD0001\ntype: uchar\nsizes: 1\nencoding: raw\n\nx")]
    [InlineData(MedIOError.InvalidHeader, "NRRD0001\ntype: uchar\ndimension: 1\nencoding: raw\n\nx")]
    [InlineData(MedIOError.InvalidHeader, "NRRD0001\ntype: uchar\ndimension: 1\nsizes: 1 1\nencoding: raw\n\nx")]
    [InlineData(MedIOError.InvalidHeader, "NRRD0001\ntype: uchar\ndimension: 2\nsizes: 1\nencoding: raw\n\nx")]
    [InlineData(MedIOError.InvalidHeader, "NRRD0001\ndimension: 1\nsizes: 1\nencoding: raw\n\nx")]
    [InlineData(MedIOError.InvalidHeader, Start + "\n12345678")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\ntype: short\n\n12345678")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\nkinds: domain domain wrong\n\n12345678")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\nkinds: domain domain\n\n12345678")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\nspacings: 1,5 1 1\n\n12345678")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\nspace: here\n\n12345678")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\nspace dimension: -1\n\n12345678")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\nspace dimension: 99\n\n12345678")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\nspace: LPS\nspace dimension: 2\n\n12345678")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\nspace directions: (1,0,0) (0,1,0) (0,0,1)\n\n12345678")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\nspace: LPS\nspace directions: (1,0,0) (0,1,0)\n\n12345678")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\nspace: LPS\nspace directions: (1,0,0) (0,1) (0,0,1)\n\n12345678")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\nspace: LPS\nspace directions: (1,0,0 (0,1,0) (0,0,1)\n\n12345678")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\nspace: LPS\nspace directions: 1,0,0 (0,1,0) (0,0,1)\n\n12345678")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\nspace: LPS\nspace origin: (1,,2)\n\n12345678")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\nmeasurement frame: (1,0,0)\n\n12345678")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\nline skip: -1\n\n12345678")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\nline skip: 1.5\n\n12345678")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: hex\nbyte skip: -1\n\n12345678")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: ascii\nbyte skip: -1\n\n12345678")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: hex\n\n0102030405060xyz")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: ascii\n\n1 2 3 4 5 six 7 8")]
    [InlineData(MedIOError.InvalidHeader, "NRRD0004\ntype: uint64\ndimension: 1\nsizes: 2\nencoding: ascii\n\n1 -2")]
    [InlineData(MedIOError.InvalidHeader, "NRRD0001\ntype: short\ndimension: 1\nsizes: 1\nencoding: raw\n\nxx")]
    [InlineData(MedIOError.InvalidHeader, "NRRD0001\ntype: short\ndimension: 1\nsizes: 1\nencoding: raw\nendian: middle\n\nxx")]
    [InlineData(MedIOError.TruncatedHeader, Start + "encoding: raw\nline skip: 2\n\nx\n12345678")]
    [InlineData(MedIOError.InvalidDimensions, "NRRD0001\ntype: uchar\ndimension: 0\nsizes: \nencoding: raw\n\nx")]
    [InlineData(MedIOError.InvalidDimensions, "NRRD0001\ntype: uchar\ndimension: 17\nsizes: 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\nencoding: raw\n\nx")]
    [InlineData(MedIOError.InvalidDimensions, "NRRD0001\ntype: uchar\ndimension: 1\nsizes: 0\nencoding: raw\n\nx")]
    [InlineData(MedIOError.InvalidDimensions, "NRRD0001\ntype: uchar\ndimension: 1\nsizes: -3\nencoding: raw\n\nx")]
    [InlineData(MedIOError.InvalidDimensions, "NRRD0001\ntype: uchar\ndimension: 1\nsizes: 1e12\nencoding: raw\n\nx")]
    [InlineData(MedIOError.InvalidDimensions, "NRRD0001\ntype: uchar\ndimension: 1\nsizes: nan\nencoding: raw\n\nx")]
    [InlineData(MedIOError.InvalidDimensions, "NRRD0001\ntype: uchar\ndimension: 3\nsizes: 2000000000 2000000000 2000000000\nencoding: raw\n\nx")]
    [InlineData(MedIOError.InvalidDimensions, "NRRD0003\ntype: uchar\ndimension: 2\nsizes: 2000000000 1\nencoding: raw\nkinds: vector domain\n\nx")]
    [InlineData(MedIOError.UnsupportedFeature, "NRRD0001\ntype: uchar\ndimension: 8\nsizes: 1 1 1 1 1 1 1 1\nencoding: raw\n\nx")]
    [InlineData(MedIOError.UnsupportedFeature, Start + "encoding: zrl\n\n12345678")]
    [InlineData(MedIOError.UnsupportedFeature, Start + "encoding: raw\ndata file: SKIPLIST\n0 a.raw\n")]
    [InlineData(MedIOError.UnsupportedDataType, "NRRD0001\ntype: block\nblock size: 4\ndimension: 1\nsizes: 1\nencoding: raw\n\n1234")]
    [InlineData(MedIOError.UnsupportedDataType, "NRRD0001\ntype: char\ndimension: 1\nsizes: 1\nencoding: raw\n\n1")]
    [InlineData(MedIOError.TruncatedData, Start + "encoding: raw\n\n1234567")]
    [InlineData(MedIOError.TruncatedData, Start + "encoding: raw\nbyte skip: 1\n\n12345678")]
    [InlineData(MedIOError.TruncatedData, Start + "encoding: raw\nbyte skip: -2\n\n12345678")]
    [InlineData(MedIOError.TruncatedData, Start + "encoding: hex\n\n010203040506070")]
    [InlineData(MedIOError.TruncatedData, Start + "encoding: hex\n\n0102030405060     7 ")]
    [InlineData(MedIOError.TruncatedData, Start + "encoding: ascii\n\n1 2 3 4 5 6 777777777777777")]
    [InlineData(MedIOError.TruncatedData, "NRRD0001\ntype: double\ndimension: 2\nsizes: 50000 50000\nencoding: hex\nendian: big\n\n00")]
    [InlineData(MedIOError.TruncatedData, "NRRD0001\ntype: double\ndimension: 2\nsizes: 50000 50000\nencoding: gzip\nendian: big\n\nxx")]
    [InlineData(MedIOError.TruncatedData, "NRRD0001\ntype: double\ndimension: 2\nsizes: 500000 500000\nencoding: bzip2\nendian: big\n\nBZh9")]
    [InlineData(MedIOError.CorruptCompression, Start + "encoding: gzip\n\nno gzip")]
    [InlineData(MedIOError.CorruptCompression, Start + "encoding: bzip2\n\nno bzip2")]
    [InlineData(MedIOError.CorruptCompression, Start + "encoding: bzip2\n\nBZh9 but nothing more that makes sense")]
    [InlineData(MedIOError.TruncatedData, Start + "encoding: bzip2\n\nBZh9")]
    [InlineData(MedIOError.DataFileNotFound, Start + "encoding: raw\ndata file: missing.raw\n")]
    [InlineData(MedIOError.DataFileNotFound, Start + "encoding: raw\nline skip: 1\ndata file: missing.raw\n")]
    [InlineData(MedIOError.DataFileNotFound, "NRRD0004\ntype: uchar\ndimension: 3\nsizes: 1 1 2000000000\nencoding: raw\ndata file: missing%d.raw 1 2000000000 1\n")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\ndata file: \n")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\ndata file: a%d.raw 1 3 1\n")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\ndata file: a%d.raw 1 2 0\n")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\ndata file: a%d.raw 1 2 -1\n")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\ndata file: a%d.raw 1 2\n")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\ndata file: a%d.raw 1 2 1 4\n")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\ndata file: a%d.raw 1 2 1 0\n")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\ndata file: LIST 9\na\nb\n")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\ndata file: LISTEN\na\nb\n")]
    [InlineData(MedIOError.InvalidHeader, Start + "encoding: raw\ndata file: LIST\na\nb\nc\n")]
    [InlineData(MedIOError.TruncatedHeader, Start + "encoding: raw\ndata file: LIST\na.nrrd\n")]
    [InlineData(MedIOError.TruncatedHeader, "NRRD0004\ntype: uchar\ndimension: 3\nsizes: 1 2000000000 2000000000\nencoding: raw\ndata file: LIST 1\na.nrrd\n")]
    [InlineData(MedIOError.InvalidHeader, "NRRD0004\ntype: uchar\ndimension: 1\nsizes: 2\nencoding: raw\ndata file: LIST\na.nrrd\n")]
    [InlineData(MedIOError.DataFileOutsideFolder, Start + "encoding: raw\ndata file: ../a.raw\n")]
    [InlineData(MedIOError.DataFileOutsideFolder, Start + "encoding: raw\ndata file: ..\\a.raw\n")]
    [InlineData(MedIOError.DataFileOutsideFolder, Start + "encoding: raw\ndata file: /etc/hostname\n")]
    [InlineData(MedIOError.DataFileOutsideFolder, Start + "encoding: raw\ndata file: LIST\na.nrrd\n/etc/hostname\n")]
    [InlineData(MedIOError.DataFileOutsideFolder, Start + "encoding: raw\ndata file: ../a%d.raw 1 2 1\n")]
    public void Damage_has_its_error_and_names_the_file(MedIOError error, string text)
    {
        string path = _folder.Write("a.nrrd", text);
        MedIOException e = Assert.Throws<MedIOException>(() => MedImage.FromFile(path));
        Assert.Equal(error, e.Error);
        Assert.StartsWith(path + ": ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void External_data_are_read_where_they_are_allowed()
    {
        Directory.CreateDirectory(_folder.PathOf("sub"));
        _folder.Write("a.raw", Shorts(5));
        string path = _folder.Write(Path.Combine("sub", "a.nhdr"), HeaderOf("1", "short", "raw", "data file: ../a.raw"));
        Assert.Equal(MedIOError.DataFileOutsideFolder, Assert.Throws<MedIOException>(() => MedFile.ReadMeta(path)).Error);
        Assert.Equal(new short[] { 5 }, MedImage.FromFile(path, new ReadOptions { AllowExternalData = true }).Voxels);
    }

#if NET8_0_OR_GREATER
    [Theory]
    [InlineData("raw")]
    [InlineData("gzip")]
    [InlineData("ascii")]
    [InlineData("raw", "line skip: 1")]
    [InlineData("gzip", "byte skip: -1")]
    public void A_named_pipe_is_not_waited_for(string encoding, string more = "content: x")
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", _folder.PathOf("pipe")))
        {
            mkfifo.WaitForExit();
        }

        string path = _folder.Write("a.nhdr", HeaderOf("2", "uchar", encoding, more, "data file: pipe"));
        Assert.Equal(MedIOError.TruncatedData, Assert.Throws<MedIOException>(() => MedImage.FromFile(path)).Error);
    }
#endif

    [Theory]
    [InlineData("gzip")]
    [InlineData("bzip2")]
    public void Compressed_data_that_are_cut_off_or_changed_are_never_read_as_if_whole(string encoding)
    {
        byte[] whole = encoding == "gzip" ? Gzip(Shorts(Enumerable.Range(1, 12).ToArray())) : NrrdFile.Bzip2Alone;
        string text = HeaderOf("3 2 2", "short", encoding);
        for (int length = 0; length < whole.Length; length++)
        {
            string path = _folder.Write("a.nrrd", text, "\n", whole.Take(length).ToArray());
            MedIOException e = Assert.Throws<MedIOException>(() => MedImage.FromFile(path));
            Assert.True(e.Error is MedIOError.TruncatedData or MedIOError.CorruptCompression, e.Message);
        }

        int unchanged = 0;
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] changed = (byte[])whole.Clone();
            changed[at] ^= 0x10;
            string path = _folder.Write("a.nrrd", text, "\n", changed);
            try
            {
                // What of the bytes means nothing, such as the time in gzip's header.
                Assert.Equal(Twelve, MedImage.FromFile(path).Voxels);
                unchanged++;
            }
            catch (MedIOException e)
            {
                Assert.True(e.Error is MedIOError.TruncatedData or MedIOError.CorruptCompression, e.Message);
            }
        }

        Assert.InRange(unchanged, 0, 10);
    }

    [Fact]
    public void Run_at_the_end_of_a_stream_is_not_looked_for_behind_whatever_comes()
    {
        string path = _folder.Write("a.nrrd", HeaderOf("3 2 2", "short", "gzip", "byte skip: -1"), "\n", Gzip(new byte[80 << 20]));
        Assert.Equal(MedIOError.CorruptCompression, Assert.Throws<MedIOException>(() => MedImage.FromFile(path)).Error);
    }

    [Fact]
    public void Header_without_an_end_is_not_read_for_ever()
    {
        string path = _folder.Write("a.nrrd", "NRRD0004\n", new string('#', 17 << 20));
        Assert.Equal(MedIOError.InvalidHeader, Assert.Throws<MedIOException>(() => MedFile.ReadMeta(path)).Error);
    }

    [Fact]
    public void File_cut_off_anywhere_is_an_error_or_has_lost_nothing_but_its_last_voxels()
    {
        byte[] whole = Bytes(HeaderOf("3 2 2", "short", "raw", "spacings: nan nan nan", "content: x"), "\n", Shorts(Enumerable.Range(1, 12).ToArray()));
        for (int length = 0; length < whole.Length; length++)
        {
            string path = _folder.Write("a.nrrd", whole.Take(length).ToArray());
            Assert.Throws<MedIOException>(() => MedImage.FromFile(path));
        }
    }

    [Fact]
    public void Any_damaged_file_is_an_image_or_an_error_of_ours()
    {
        string more = "kinds: domain domain vector\nspacings: 1 2 nan\nunits: \"mm\" \"mm\" \"\"\nkey:=value\n";
        byte[][] whole =
        {
            Bytes(HeaderOf("3 2 2", "short", "raw", "spacings: nan nan nan", "content: x"), "\n", new byte[24]),
            Bytes(HeaderOf("3 2 2", "short", "gzip", "byte skip: -1", "labels: \"a\" \"b\" \"c\""), "\n", Gzip(new byte[25])),
            Bytes(HeaderOf("3 2 2", "short", "bzip2", more.TrimEnd('\n')), "\n", NrrdFile.Bzip2Alone),
            Bytes(HeaderOf("3 2 2", "float", "ascii", more.TrimEnd('\n')), "\n", "1 2 3 4 5 6 7 8 9 10 11 12\n"),
            Bytes(HeaderOf("3 2 2 1", "short", "hex", "space: LPST", "space directions: (1,0,0,0) (0,1,0,0) (0,0,1,0) (0,0,0,1)", "space origin: (0,0,0,0)", "line skip: 1"), "\n\n", new string('0', 48)),
            Bytes(HeaderOf("3 2 2", "short", "raw", "line skip: 0", "data file: LIST 2"), "s1.raw\ns2.raw\n"),
            Bytes(HeaderOf("3 2 2", "short", "raw", "byte skip: -1", "data file: s%d.raw 1 2 1")),
        };
        _folder.Write("s1.raw", new byte[12]);
        _folder.Write("s2.raw", new byte[12]);
        var random = new Random(20261);
        int images = 0;
        for (int i = 0; i < 3000; i++)
        {
            string path = _folder.Write("a.nrrd", TextDamage.Mutate(whole[i % whole.Length], "0123456789-.(),:= \n\rLISTd%\"", random));
            try
            {
                MedImage image = MedImage.FromFile(path, new ReadOptions { AllowDefaultAffine = i % 2 == 0, Header = true, AllowTruncated = i % 3 == 0 });
                Assert.True(image.Voxels.LongLength < 1 << 20);
                image.Save(_folder.PathOf("b.nrrd"));
                images++;
            }
            catch (MedIOException e)
            {
                Assert.False(string.IsNullOrEmpty(e.Path));
            }
        }

        Assert.InRange(images, 300, 2900);
    }
}
