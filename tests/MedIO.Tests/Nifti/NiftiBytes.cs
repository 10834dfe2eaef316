using System;
using System.Linq;
using System.Text;

namespace MedIO.Tests.Nifti;

/// <summary>
/// Makes NIfTI files byte by byte after the standard's tables (nifti1.h, nifti2.h), independent of the code under test:
/// numbers are put at offsets, in either version and byte order.
/// </summary>
internal sealed class NiftiBytes
{
    private readonly byte[] _header;
    private readonly bool _big;

    public NiftiBytes(int version = 1, bool bigEndian = false, bool pair = false)
    {
        Version = version;
        _big = bigEndian;
        _header = new byte[version == 1 ? 348 : 540];
        Int32(0, _header.Length);
        Encoding.ASCII.GetBytes((pair ? "ni" : "n+") + version).CopyTo(_header, version == 1 ? 344 : 4);
        Offset(pair ? 0 : _header.Length + 4);
        Pixdim(0, 1);
        Pixdim(1, 1, 1, 1);
        Sform(new double[,] { { 1, 0, 0, 0 }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 } }, 1);
    }

    public int Version { get; }

    public bool BigEndian => _big;

    /// <summary>A small int16 image of 3x4x5 voxels, 0, 1, 2, ...</summary>
    public static NiftiBytes Small(int version = 1, bool bigEndian = false, bool pair = false) =>
        new NiftiBytes(version, bigEndian, pair).Dim(3, 4, 5).Datatype(4, 16);

    public static short[] SmallVoxels => Enumerable.Range(0, 60).Select(i => (short)i).ToArray();

    public NiftiBytes Dim(params int[] sizes)
    {
        DimAt(0, sizes.Length);
        for (int i = 0; i < sizes.Length; i++)
        {
            DimAt(i + 1, sizes[i]);
        }

        return this;
    }

    public NiftiBytes DimAt(int index, long value) => Version == 1 ? Int16(40 + (2 * index), (short)value) : Int64(16 + (8 * index), value);

    public NiftiBytes Datatype(int code, int bits) => Version == 1 ? Int16(70, (short)code).Int16(72, (short)bits) : Int16(12, (short)code).Int16(14, (short)bits);

    public NiftiBytes Intent(int code) => Version == 1 ? Int16(68, (short)code) : Int32(504, code);

    public NiftiBytes Pixdim(int first, params double[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            Real(76 + (4 * (first + i)), 104 + (8 * (first + i)), values[i]);
        }

        return this;
    }

    public NiftiBytes Scale(double slope, double intercept) => Real(112, 176, slope).Real(116, 184, intercept);

    public NiftiBytes Offset(double value) => Version == 1 ? Real(108, 0, value) : Int64(168, (long)value);

    public NiftiBytes Units(int code) => Version == 1 ? Byte(123, code) : Int32(500, code);

    public NiftiBytes DimInfo(int value) => Byte(Version == 1 ? 39 : 524, value);

    public NiftiBytes Slices(int code, int start, int end, double duration) =>
        (Version == 1 ? Byte(122, code).Int16(74, (short)start).Int16(120, (short)end) : Int32(496, code).Int64(224, start).Int64(232, end)).Real(132, 208, duration);

    public NiftiBytes Descrip(string text) => Text(Version == 1 ? 148 : 240, text);

    public NiftiBytes Sform(double[,] rows, int code)
    {
        for (int r = 0; r < 3; r++)
        {
            for (int c = 0; c < 4; c++)
            {
                Real(280 + (16 * r) + (4 * c), 400 + (32 * r) + (8 * c), rows[r, c]);
            }
        }

        return SformCode(code);
    }

    public NiftiBytes SformCode(int code) => Version == 1 ? Int16(254, (short)code) : Int32(348, code);

    public NiftiBytes QformCode(int code) => Version == 1 ? Int16(252, (short)code) : Int32(344, code);

    public NiftiBytes Qform(double b, double c, double d, double x, double y, double z, int code)
    {
        double[] values = { b, c, d, x, y, z };
        for (int i = 0; i < 6; i++)
        {
            Real(256 + (4 * i), 352 + (8 * i), values[i]);
        }

        return QformCode(code);
    }

    public NiftiBytes Byte(int offset, int value)
    {
        _header[offset] = (byte)value;
        return this;
    }

    public NiftiBytes Int16(int offset, short value) => Put(offset, BitConverter.GetBytes(value));

    public NiftiBytes Int32(int offset, int value) => Put(offset, BitConverter.GetBytes(value));

    public NiftiBytes Int64(int offset, long value) => Put(offset, BitConverter.GetBytes(value));

    public NiftiBytes Text(int offset, string text)
    {
        Encoding.UTF8.GetBytes(text).CopyTo(_header, offset);
        return this;
    }

    /// <summary>A float32 of NIfTI-1 or a float64 of NIfTI-2.</summary>
    public NiftiBytes Real(int offset1, int offset2, double value) =>
        Version == 1 ? Put(offset1, BitConverter.GetBytes((float)value)) : Put(offset2, BitConverter.GetBytes(value));

    public byte[] Header() => (byte[])_header.Clone();

    /// <summary>The whole single file: header, four bytes, extensions, voxels.</summary>
    public byte[] File(Array voxels, byte[]? extensions = null)
    {
        extensions ??= Array.Empty<byte>();
        if (extensions.Length > 0)
        {
            Offset(_header.Length + 4 + extensions.Length);
        }

        return _header.Concat(new byte[] { extensions.Length > 0 ? (byte)1 : (byte)0, 0, 0, 0 }).Concat(extensions).Concat(Voxels(voxels)).ToArray();
    }

    public byte[] Extension(int code, byte[] content)
    {
        var bytes = new byte[(8 + content.Length + 15) / 16 * 16];
        Ordered(BitConverter.GetBytes(bytes.Length), 4).CopyTo(bytes, 0);
        Ordered(BitConverter.GetBytes(code), 4).CopyTo(bytes, 4);
        content.CopyTo(bytes, 8);
        return bytes;
    }

    /// <summary>The voxels in the file's byte order.</summary>
    public byte[] Voxels(Array voxels)
    {
        VoxelType type = VoxelTypes.FromClrType(voxels.GetType().GetElementType()!);
        int number = VoxelTypes.IsComplex(type) ? VoxelTypes.SizeOf(type) / 2 : VoxelTypes.SizeOf(type);
        var bytes = new byte[voxels.Length * VoxelTypes.SizeOf(type)];
        var pin = System.Runtime.InteropServices.GCHandle.Alloc(voxels, System.Runtime.InteropServices.GCHandleType.Pinned);
        System.Runtime.InteropServices.Marshal.Copy(pin.AddrOfPinnedObject(), bytes, 0, bytes.Length);
        pin.Free();
        return Ordered(bytes, number);
    }

    private NiftiBytes Put(int offset, byte[] littleEndian)
    {
        Ordered(littleEndian, littleEndian.Length).CopyTo(_header, offset);
        return this;
    }

    private byte[] Ordered(byte[] bytes, int size)
    {
        for (int i = 0; _big && i < bytes.Length; i += size)
        {
            Array.Reverse(bytes, i, size);
        }

        return bytes;
    }
}
