using System;
using System.Buffers.Binary;

namespace MedIO.Formats.Mgh;

/// <summary>Numbers of 32 bits, the high byte first.</summary>
internal static unsafe class MghNumbers
{
    public static float ReadSingle(byte[] bytes, int offset)
    {
        int bits = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(offset));
        return *(float*)&bits;
    }

    public static void WriteSingle(byte[] bytes, int offset, float value) => BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(offset), *(int*)&value);
}
