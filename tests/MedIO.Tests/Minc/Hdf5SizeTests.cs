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
    public void An_enumeration_within_another_type_is_held_against_the_file_too()
    {
        // A compound of one member, an enumeration of one value of 0.5 GB.
        byte[] inner = Type(0x38, 1, 0x20000000, Type(0x30, 0, 1, new byte[4]), Text("x"));
        Refused("536870912 bytes, more than the file", Header((3, Type(0x36, 1, 16, Text("member"), new byte[1], inner))));
    }

    [Fact]
    public void Compounds_of_65535_compounds_each_take_no_memory_for_members_that_are_not_there()
    {
        byte[] deep = Enumerable.Repeat(Type(0x36, 0xffff, 16, Text("m"), new byte[1]), 2000).SelectMany(b => b).ToArray();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused("point to themselves", Header((3, deep)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    [Fact]
    public void An_attribute_of_two_gigabytes_whose_type_is_elsewhere_is_refused()
    {
        // 2^28 values, of a type of 8 bytes in another object.
        byte[] space = new byte[] { 1, 1, 0, 0, 0, 0, 0, 0 }.Concat(BitConverter.GetBytes(1L << 28)).ToArray();
        byte[] Attribute(long where) => new byte[] { 3, 1, 2, 0, 10, 0, 16, 0, 0, (byte)'a', 0, 3, 2 }.Concat(BitConverter.GetBytes(where)).Concat(space).ToArray();
        byte[] type = Header((3, Type(0x30, 0, 8, new byte[] { 0, 0, 64, 0 })));
        int where = Superblock.Length + Header((12, Attribute(0))).Length;
        Refused("2147483648 bytes, more than the file", Header((12, Attribute(where))).Concat(type).ToArray());
    }

    [Fact]
    public void An_attribute_whose_dimensions_are_elsewhere_is_refused() =>
        Refused("dimensions of an attribute", Header((12, new byte[] { 3, 2, 2, 0, 12, 0, 10, 0, 0, (byte)'a', 0 }.Concat(new byte[40]).ToArray())));

    [Fact]
    public void A_fill_value_of_two_gigabytes_behind_its_message_is_refused()
    {
        string hex = string.Concat(FillValueOutsideItsMessage.Where(c => !char.IsWhiteSpace(c)));
        File.WriteAllBytes(_folder["a.mnc"], Convert.FromHexString(hex));
        MedIOException e = Assert.Throws<MedIOException>(() => MedFile.ReadMeta(_folder["a.mnc"]));
        Assert.Equal(MedIOError.InvalidHeader, e.Error);
        Assert.Contains("2147418112 bytes, more than the file", e.Message, StringComparison.Ordinal);
    }

    private static byte[] Superblock => Convert.FromHexString("894844460d0a1a0a0208080000000000" + "00000000ffffffffffffffff" + "ffff0000000000003000000000000000" + "00000000");

    // An object header of version 2 with these messages, and its checksum, which nobody looks at.
    private static byte[] Header(params (byte Type, byte[] Data)[] messages)
    {
        byte[] content = messages.SelectMany(m => new[] { m.Type, (byte)m.Data.Length, (byte)(m.Data.Length >> 8), (byte)0 }.Concat(m.Data)).ToArray();
        return Text("OHDR").Take(4).Concat(new byte[] { 2, 2 }).Concat(BitConverter.GetBytes(content.Length)).Concat(content).Concat(new byte[4]).ToArray();
    }

    private static byte[] Type(byte versionAndClass, int members, int size, params byte[][] rest) =>
        new[] { versionAndClass, (byte)members, (byte)(members >> 8), (byte)0 }.Concat(BitConverter.GetBytes(size)).Concat(rest.SelectMany(r => r)).ToArray();

    private static byte[] Text(string text) => System.Text.Encoding.ASCII.GetBytes(text + "\0");

    private void Refused(string why, byte[] objects)
    {
        File.WriteAllBytes(_folder["a.mnc"], Superblock.Concat(objects).Concat(new byte[64]).ToArray());
        MedIOException e = Assert.Throws<MedIOException>(() => MedFile.ReadMeta(_folder["a.mnc"]));
        Assert.Equal(MedIOError.InvalidHeader, e.Error);
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
    }
}
#endif
