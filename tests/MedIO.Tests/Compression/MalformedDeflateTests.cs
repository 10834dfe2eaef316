using System.IO;
using MedIO.IO.Compression;
using Xunit;

namespace MedIO.Tests.Compression;

/// <summary>DEFLATE data that breaks each rule of RFC 1951 once.</summary>
public class MalformedDeflateTests
{
    [Fact]
    public void Block_type_three() => Fails(new BitWriter().Block(true, 3), "type 3");

    [Fact]
    public void Stored_length_and_complement_that_differ() =>
        Fails(new BitWriter().Block(true, 0).Align().Bits(16, 5).Bits(16, 5), "complement");

    [Fact]
    public void Distance_before_the_first_byte()
    {
        Fails(new BitWriter().Block(true, 1).Fixed(257).Code(5, 0).Fixed(256), "distance reaches");
        Fails(new BitWriter().Block(true, 1).Fixed('a').Fixed(257).Code(5, 1).Fixed(256), "distance reaches");
    }

    [Fact]
    public void Distance_before_the_first_byte_far_from_the_ends()
    {
        var writer = new BitWriter().Block(true, 1);
        for (int i = 0; i < 2000; i++)
        {
            writer.Fixed('a');
        }

        // 24577 and more
        writer.Fixed(257).Code(5, 29).Bits(13, 0);
        for (int i = 0; i < 2000; i++)
        {
            writer.Fixed('a');
        }

        byte[] stream = writer.Fixed(256).ToArray();
        Assert.Throws<InvalidDataException>(() => Samples.ExpandDirectly(stream, 100000, CompressedFormat.Raw));
    }

    [Fact]
    public void A_gzip_member_cannot_reach_into_the_one_before()
    {
        byte[] first = Samples.Gzip(Samples.Noise(50000));
        byte[] reaching = new BitWriter().Block(true, 1).Fixed(257).Code(5, 0).Fixed(256).ToArray();
        byte[] both = Samples.Join(first, Samples.Member(reaching, [], 0, []));
        Assert.Throws<InvalidDataException>(() => Samples.Expand(both));
        Assert.Throws<InvalidDataException>(() => Samples.ExpandDirectly(both, 50003));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(31)]
    public void Unused_distance_symbols(int symbol) =>
        Fails(new BitWriter().Block(true, 1).Fixed('a').Fixed(257).Code(5, symbol).Fixed(256), "distance code");

    [Theory]
    [InlineData(286)]
    [InlineData(287)]
    public void Unused_length_symbols(int symbol) =>
        Fails(new BitWriter().Block(true, 1).Fixed('a').Fixed(symbol).Code(5, 0).Fixed(256), "literal/length code");

    [Fact]
    public void Too_many_symbols()
    {
        Fails(new BitWriter().Block(true, 2).Bits(5, 30).Bits(5, 0).Bits(4, 0), "too many");
        Fails(new BitWriter().Block(true, 2).Bits(5, 0).Bits(5, 30).Bits(4, 0), "too many");
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 0, 0, 0)]
    [InlineData(1, 1, 1, 0)]
    [InlineData(2, 2, 2, 0)]
    [InlineData(7, 7, 7, 7)]
    public void Code_length_code_not_complete(int a, int b, int c, int d) =>
        Fails(
            new BitWriter().Block(true, 2).Bits(5, 0).Bits(5, 0).Bits(4, 0).Bits(3, a).Bits(3, b).Bits(3, c).Bits(3, d),
            "code length code");

    [Fact]
    public void Repeat_of_nothing() => Fails(HeaderWithRepeats().CodeLength(16).Bits(2, 0), "repeated");

    [Fact]
    public void Repeat_past_the_last() =>
        Fails(HeaderWithRepeats().CodeLength(18).Bits(7, 127).CodeLength(18).Bits(7, 127), "repeated");

    [Fact]
    public void No_end_of_block()
    {
        var lengths = new int[257];
        lengths[0] = lengths[1] = 1;
        Fails(new BitWriter().DynamicHeader(true, lengths, [1]), "end-of-block");
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 2, 2)]
    [InlineData(0, 0, 2)]
    public void Literal_code_over_subscribed_or_incomplete(int a, int b, int end)
    {
        var lengths = new int[257];
        lengths[0] = a;
        lengths[1] = b;
        lengths[256] = end;
        Fails(new BitWriter().DynamicHeader(true, lengths, [1]), "literal/length code");
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 2, 2)]
    [InlineData(0, 0, 2)]
    public void Distance_code_over_subscribed_or_incomplete(int a, int b, int c)
    {
        var lengths = new int[257];
        lengths[0] = lengths[256] = 1;
        Fails(new BitWriter().DynamicHeader(true, lengths, [a, b, c]), "distance code");
    }

    [Fact]
    public void The_code_that_a_single_distance_leaves_over()
    {
        var lengths = new int[258];
        lengths['a'] = 1;
        lengths[256] = lengths[257] = 2;
        Fails(
            new BitWriter().DynamicHeader(true, lengths, [1]).Code(1, 0).Code(2, 3).Code(1, 1).Code(2, 2),
            "distance code");
    }

    [Fact]
    public void A_distance_where_there_is_no_distance_code()
    {
        var lengths = new int[258];
        lengths['a'] = 1;
        lengths[256] = lengths[257] = 2;
        Fails(
            new BitWriter().DynamicHeader(true, lengths, [0]).Code(1, 0).Code(2, 3).Code(1, 0).Code(2, 2),
            "distance code");
    }

    [Fact]
    public void What_came_before_the_damage_can_be_read()
    {
        byte[] stream = new BitWriter().Block(false, 1).Fixed('a').Fixed('b').Fixed(256).Block(true, 3).ToArray();
        using var reader = new GzipReadStream(new MemoryStream(stream), CompressedFormat.Raw);
        Assert.Equal('a', reader.ReadByte());
        Assert.Equal('b', reader.ReadByte());
        Assert.Throws<InvalidDataException>(() => reader.ReadByte());
        Assert.Throws<InvalidDataException>(() => reader.ReadByte());
    }

    private static BitWriter HeaderWithRepeats()
    {
        var writer = new BitWriter().Block(true, 2).Bits(5, 0).Bits(5, 0).Bits(4, 15);
        foreach (int symbol in BitWriter.Order)
        {
            writer.Bits(3, symbol < 13 ? 4 : 5);
        }

        return writer;
    }

    private static void Fails(BitWriter writer, string message)
    {
        // Room behind it, so that it is not just cut off.
        byte[] stream = Samples.Join(writer.ToArray(), new byte[1000]);
        var failure = Assert.Throws<InvalidDataException>(() => Samples.Expand(stream, CompressedFormat.Raw));
        Assert.Contains(message, failure.Message);
        Assert.Throws<InvalidDataException>(() => Samples.ExpandDirectly(stream, 100000, CompressedFormat.Raw));
    }
}
