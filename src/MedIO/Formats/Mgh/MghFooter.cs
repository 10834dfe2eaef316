using System;

namespace MedIO.Formats.Mgh;

/// <summary>What may stand behind the voxels: five numbers of the scan, then FreeSurfer's tags, each for itself.</summary>
/// <param name="RepetitionTime">tr, ms.</param>
/// <param name="FlipAngle">flip_angle, as FreeSurfer has it in radians.</param>
/// <param name="EchoTime">te, ms.</param>
/// <param name="InversionTime">ti, ms.</param>
/// <param name="FieldOfView">fov, mm; FreeSurfer does not use it.</param>
/// <param name="Tags">The bytes behind the numbers.</param>
internal sealed record MghFooter(float RepetitionTime, float FlipAngle, float EchoTime, float InversionTime, float FieldOfView, byte[] Tags)
{
    /// <summary>Tags beyond this are not kept; a table of colours, the largest of them, has 100 kB.</summary>
    public const int MostBytes = 1 << 20;

    private const int NumberBytes = 20;

    public static readonly MghFooter Empty = new(0, 0, 0, 0, 0, Array.Empty<byte>());

    /// <summary>Reads what is there; numbers that are cut off are 0.</summary>
    public static MghFooter Read(byte[] bytes)
    {
        var numbers = new byte[NumberBytes];
        Array.Copy(bytes, numbers, Math.Min(bytes.Length, NumberBytes) / 4 * 4);
        var tags = new byte[bytes.Length < MostBytes ? Math.Max(0, bytes.Length - NumberBytes) : 0];
        Array.Copy(bytes, Math.Min(bytes.Length, NumberBytes), tags, 0, tags.Length);
        return new MghFooter(Number(0), Number(1), Number(2), Number(3), Number(4), tags);

        float Number(int index) => MghNumbers.ReadSingle(numbers, 4 * index);
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[NumberBytes + Tags.Length];
        float[] numbers = { RepetitionTime, FlipAngle, EchoTime, InversionTime, FieldOfView };
        for (int i = 0; i < numbers.Length; i++)
        {
            MghNumbers.WriteSingle(bytes, 4 * i, numbers[i]);
        }

        Tags.CopyTo(bytes, NumberBytes);
        return bytes;
    }
}
