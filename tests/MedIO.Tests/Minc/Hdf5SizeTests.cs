#if !TEST_NETSTANDARD
using System;
using System.IO;
using System.Linq;
using Xunit;

namespace MedIO.Tests.Minc;

/// <summary>Structures of HDF5 that declare more than the file has: refused before memory is taken for it.</summary>
public sealed class Hdf5SizeTests : IDisposable
{
    // A superblock, and an object header whose first message is a fill value of no bytes, in which a size of 2 GB begins.
    private const string FillValueOutsideItsMessage = """
        894844460d0a1a0a0208080000000000 00000000ffffffffffffffff213d0000 0000000030000000 00000000f0c11e7c
        4f4844520220 70ee036b70ee036b 70ee036b70ee036b 7802120000 0000ffffffffffffff ffffffffff1a0a02 0804000000 0000ff7f
        """;

    // The same, and a type: an enumeration of values of 0.5 GB, which the zeros behind it are not.
    private const string EnumerationOfLongValues = "894844460d0a1a0a020808000000000000000000ffffffffffffffff213d0000010000003000000000000000f0c11e7c4f484452022070ee036b70ee036b70ee03ffffff6b70ee036b787468652031ce6c652027000000000008080000000000";

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_enumeration_of_values_longer_than_the_file_is_refused()
    {
        File.WriteAllBytes(_folder["a.mnc"], Convert.FromHexString(EnumerationOfLongValues).Concat(new byte[8288]).ToArray());
        MedIOException e = Assert.Throws<MedIOException>(() => MedFile.ReadMeta(_folder["a.mnc"]));
        Assert.Equal(MedIOError.InvalidHeader, e.Error);
        Assert.Contains("bytes, more than the file", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fill_value_of_two_gigabytes_behind_its_message_is_refused()
    {
        string hex = string.Concat(FillValueOutsideItsMessage.Where(c => !char.IsWhiteSpace(c)));
        File.WriteAllBytes(_folder["a.mnc"], Convert.FromHexString(hex));
        MedIOException e = Assert.Throws<MedIOException>(() => MedFile.ReadMeta(_folder["a.mnc"]));
        Assert.Equal(MedIOError.InvalidHeader, e.Error);
        Assert.Contains("2147418112 bytes, more than the file", e.Message, StringComparison.Ordinal);
    }
}
#endif
