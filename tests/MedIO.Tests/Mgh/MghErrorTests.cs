using System;
using System.IO;
using System.Linq;
using Xunit;

namespace MedIO.Tests.Mgh;

public sealed class MghErrorTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_cut_off_anywhere_is_an_error_that_says_where()
    {
        byte[] file = Small().File(new byte[60].Cast<object>());
        for (int length = 1; length < file.Length; length++)
        {
            MedIOException error = Fails(Put("a.mgh", file.Take(length).ToArray()));
            Assert.Equal(length < 284 ? MedIOError.TruncatedHeader : MedIOError.TruncatedData, error.Error);
        }

        byte[] zipped = MghBytes.Gzip(Small().File(Enumerable.Range(0, 60).Select(i => (object)(byte)(i * 37))));
        for (int length = 1; length < zipped.Length; length++)
        {
            string path = Put("a.mgz", zipped.Take(length).ToArray());
            MedIOError error = Assert.Throws<MedIOException>(() => MedFile.Read(path)).Error;
            Assert.Contains(error, new[] { MedIOError.TruncatedHeader, MedIOError.TruncatedData, MedIOError.CorruptCompression });
        }
    }

    [Theory]
    [InlineData("a.mgh")]
    [InlineData("a.mgz")]
    public void What_is_there_of_a_file_cut_off_is_read_where_that_is_allowed(string name)
    {
        byte[] file = new MghBytes(0, 3, 4, 50).File(Enumerable.Range(0, 600).Select(i => (object)(byte)(i * 89 >> 3)), MghBytes.BigEndian(5f));
        bool zip = name.EndsWith("z", StringComparison.Ordinal);
        byte[] cut = zip ? MghBytes.Gzip(file) : file;
        string path = Put(name, cut.Take(cut.Length - (zip ? 60 : 300)).ToArray());
        Assert.Equal(MedIOError.TruncatedData, Assert.Throws<MedIOException>(() => MedFile.Read(path)).Error);
        MedImage image = MedFile.Read(path, new ReadOptions { AllowTruncated = true });
        byte[] voxels = (byte[])image.Voxels;
        Assert.Equal(file.Skip(284).Take(200), voxels.Take(200));
        Assert.Equal(0, voxels[599]);
        Assert.Contains("cut off", string.Join(" ", image.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Dimensions_that_cannot_be_are_refused_before_memory_is_taken()
    {
        foreach (int size in new[] { 0, -1, int.MinValue })
        {
            for (int i = 0; i < 4; i++)
            {
                Assert.Equal(MedIOError.InvalidDimensions, Fails(Put("a.mgh", Small().Int32(4 + (4 * i), size).File(new byte[60].Cast<object>()))).Error);
            }
        }

        byte[] huge = new MghBytes(3, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue).File(new byte[60].Cast<object>());
        Assert.Equal(MedIOError.InvalidDimensions, Fails(Put("a.mgh", huge)).Error);
        byte[] large = new MghBytes(3, 40000, 40000, 1000).File(new byte[60].Cast<object>());
        Assert.Equal(MedIOError.TruncatedData, Fails(Put("a.mgh", large)).Error);
        Assert.Equal(MedIOError.TruncatedData, Fails(Put("a.mgz", MghBytes.Gzip(large))).Error);
    }

    [Fact]
    public void Types_without_numbers_are_refused_by_their_code()
    {
        foreach (int code in new[] { 2, 5, 6, 7, 8, 9, 11, -1 })
        {
            MedIOException error = Fails(Put("a.mgh", new MghBytes(code, 2, 2, 2).File(new byte[64].Cast<object>())));
            Assert.Equal(MedIOError.UnsupportedDataType, error.Error);
            Assert.Contains(FormattableString.Invariant($"type is {code}"), error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Another_version_or_byte_order_is_no_MGH_file()
    {
        Assert.Equal(MedIOError.InvalidHeader, Fails(Put("a.mgh", Small().Int32(0, 2).File(new byte[60].Cast<object>()))).Error);
        Assert.Equal(MedIOError.InvalidHeader, Fails(Put("a.mgh", Small().Int32(0, 0x01000000).File(new byte[60].Cast<object>()))).Error);
        Assert.Equal(MedIOError.UnknownFormat, Fails(Put("a.x", Small().Int32(0, 2).File(new byte[60].Cast<object>()))).Error);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(0f)]
    [InlineData(1e38f)]
    public void Geometry_that_cannot_be_is_refused_unless_a_default_is_allowed(float spacing)
    {
        string path = Put("a.mgh", Small().Spacing(1, spacing, 1).File(new byte[60].Cast<object>()));
        Assert.Equal(MedIOError.InvalidAffine, Fails(path).Error);
        MedMeta meta = MedFile.ReadMeta(path, new ReadOptions { AllowDefaultAffine = true, CoordinateSystem = CoordinateSystem.Nib });
        Assert.Equal(Affine.Identity(), meta.Affine);
        Assert.Single(meta.Warnings);
    }

    [Fact]
    public void Two_axes_in_one_direction_are_singular() =>
        Assert.Equal(MedIOError.InvalidAffine, Fails(Put("a.mgh", Small().Directions(1, 0, 0, 1, 0, 0, 0, 0, 1).File(new byte[60].Cast<object>()))).Error);

    private static MghBytes Small() => new(0, 3, 4, 5);

    private static MedIOException Fails(string path)
    {
        MedIOException error = Assert.Throws<MedIOException>(() => MedFile.Read(path));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        return error;
    }

    private string Put(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder[name], bytes);
        return _folder[name];
    }
}
