using System;
using System.Buffers.Binary;

namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>The chunks of a PNG (PNG, clause 5.3), whose checksums would give any mutation away.</summary>
internal static class PngChunks
{
    /// <summary>Makes the checksums right again, as far as chunks can be found; other files stay as they are.</summary>
    public static void Repair(Span<byte> file)
    {
        if (file.Length < 8 || file[0] != 0x89 || file[1] != 'P')
        {
            return;
        }

        for (long at = 8; at + 12 <= file.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file.Slice((int)at));
            if (at + 12 + length > file.Length)
            {
                return;
            }

            Span<byte> content = file.Slice((int)at + 4, (int)length + 4);
            BinaryPrimitives.WriteUInt32BigEndian(file.Slice((int)(at + 8 + length)), Crc(content));
            at += 12 + length;
        }
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? 0xedb88320 ^ (crc >> 1) : crc >> 1;
            }
        }

        return ~crc;
    }
}
