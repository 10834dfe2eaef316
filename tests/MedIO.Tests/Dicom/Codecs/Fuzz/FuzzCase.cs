using System;
using System.IO;
using System.Text;
using MedIO.Dicom.Codecs;

namespace MedIO.Tests.Dicom.Codecs.Fuzz;

/// <summary>What a decoder is given: bytes that may be no frame, and a description that may not be theirs.</summary>
internal sealed class FuzzCase
{
    public string TransferSyntax { get; set; } = string.Empty;

    public FrameDescription Description { get; set; } = new(1, 1, 1, 8, 8, false, false);

    /// <summary>Which seed it began as.</summary>
    public int Seed { get; set; }

    /// <summary>The bytes, with room behind them.</summary>
    public byte[] Buffer { get; set; } = new byte[256];

    public int Length { get; set; }

    public Span<byte> Bytes => Buffer.AsSpan(0, Length);

    /// <summary>What it is, in a line.</summary>
    public string Line => MedIO.Tests.Dicom.Codecs.Seed.Line("frame", new EncodedFrame(TransferSyntax, Description, string.Empty, Array.Empty<byte>()), null);

    public void Set(EncodedFrame frame)
    {
        TransferSyntax = frame.TransferSyntax;
        Description = frame.Description;
        Length = 0;
        Insert(0, frame.Bytes);
    }

    /// <summary>Puts bytes in, which must not be of this buffer.</summary>
    public void Insert(int at, ReadOnlySpan<byte> bytes)
    {
        if (Length + bytes.Length > Buffer.Length)
        {
            byte[] larger = new byte[2 * (Length + bytes.Length)];
            Bytes.CopyTo(larger);
            Buffer = larger;
        }

        Buffer.AsSpan(at, Length - at).CopyTo(Buffer.AsSpan(at + bytes.Length));
        bytes.CopyTo(Buffer.AsSpan(at));
        Length += bytes.Length;
    }

    public void Remove(int at, int count)
    {
        Buffer.AsSpan(at + count, Length - at - count).CopyTo(Buffer.AsSpan(at));
        Length -= count;
    }

    /// <summary>Writes a file that can be run again: a line that describes the frame, and the bytes.</summary>
    public void Save(string path)
    {
        byte[] line = Encoding.ASCII.GetBytes(Line + "\n");
        using FileStream file = File.Create(path);
        file.Write(line, 0, line.Length);
        file.Write(Buffer, 0, Length);
    }

    public static FuzzCase Load(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        int end = Array.IndexOf(file, (byte)'\n');
        return Of(Encoding.ASCII.GetString(file, 0, end), file.AsSpan(end + 1).ToArray());
    }

    /// <summary>A case of a line that describes it, and its bytes; it knows no seed.</summary>
    public static FuzzCase Of(string line, byte[] bytes)
    {
        var made = new FuzzCase { Seed = -1 };
        made.Set(MedIO.Tests.Dicom.Codecs.Seed.Parse(line.Split(' '), bytes));
        return made;
    }

    /// <summary>The same case once more, in memory of its own.</summary>
    public FuzzCase Copy() => new() { TransferSyntax = TransferSyntax, Description = Description, Seed = Seed, Buffer = Bytes.ToArray(), Length = Length };
}
