using System;
using System.Buffers.Binary;
using System.IO;

namespace MedIO.Formats.Mgh;

/// <summary>
/// The header before the voxels, big endian (FreeSurfer's "The MGH/MGZ Volume Format"): 90 bytes of fields, zeros up to
/// byte 284. It judges nothing.
/// </summary>
internal sealed class MghHeader
{
    public const int Size = 284;

    /// <summary>The low byte; the two above it say in newer files what the image is for.</summary>
    public int Version { get; set; } = 1;

    /// <summary>width, height, depth, nframes.</summary>
    public int[] Dimensions { get; } = new int[4];

    /// <summary>The code of the voxels' type.</summary>
    public int Type { get; set; }

    /// <summary>Degrees of freedom.</summary>
    public int Dof { get; set; }

    /// <summary>goodRASFlag: whether the geometry is there.</summary>
    public bool HasGeometry { get; set; } = true;

    /// <summary>Spacing, then the direction of each axis in turn, then the place of the centre: RAS+, mm.</summary>
    public float[] Geometry { get; } = new float[15];

    /// <summary>Whether the bytes can be a header, as far as its few marks tell.</summary>
    public static bool IsAtStartOf(ReadOnlySpan<byte> content)
    {
        if (content.Length < 30 || !IsVersion(content))
        {
            return false;
        }

        for (int i = 1; i <= 4; i++)
        {
            if (BinaryPrimitives.ReadInt32BigEndian(content.Slice(4 * i)) < 1)
            {
                return false;
            }
        }

        return BinaryPrimitives.ReadInt32BigEndian(content.Slice(20)) is >= 0 and <= 10
            && BinaryPrimitives.ReadInt16BigEndian(content.Slice(28)) is 0 or 1;
    }

    /// <summary>Whether the first number is a version that is known.</summary>
    public static bool IsVersion(ReadOnlySpan<byte> content) => content.Length >= 4 && content[0] == 0 && content[3] == 1;

    /// <param name="bytes">At least <see cref="Size"/> bytes.</param>
    public static MghHeader Read(byte[] bytes)
    {
        var header = new MghHeader
        {
            Version = BinaryPrimitives.ReadInt32BigEndian(bytes),
            Type = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20)),
            Dof = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(24)),
            HasGeometry = BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(28)) != 0,
        };
        for (int i = 0; i < 4; i++)
        {
            header.Dimensions[i] = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4 + (4 * i)));
        }

        for (int i = 0; i < header.Geometry.Length; i++)
        {
            header.Geometry[i] = MghNumbers.ReadSingle(bytes, 30 + (4 * i));
        }

        return header;
    }

    public void Write(Stream stream)
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteInt32BigEndian(bytes, Version);
        for (int i = 0; i < 4; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + (4 * i)), Dimensions[i]);
        }

        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), Type);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(24), Dof);
        BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(28), (short)(HasGeometry ? 1 : 0));
        for (int i = 0; i < Geometry.Length; i++)
        {
            MghNumbers.WriteSingle(bytes, 30 + (4 * i), Geometry[i]);
        }

        stream.Write(bytes, 0, bytes.Length);
    }
}
