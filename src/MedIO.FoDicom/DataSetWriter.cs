using System;
using System.Buffers.Binary;
using System.Linq;
using FellowOakDicom;
using FellowOakDicom.IO.Buffer;

namespace MedIO.FoDicom;

/// <summary>
/// Writes the elements of data sets in Explicit VR Little Endian (PS3.5 section 7), without the values of pixel data. fo-dicom's
/// own writer would make new elements of those that are there, and check and complete them.
/// </summary>
internal sealed class DataSetWriter
{
    private const uint PixelData = 0x7fe00010;
    private const uint Item = 0xfffee000;

    private readonly bool _all;
    private byte[] _bytes = new byte[1 << 14];
    private int _count;

    /// <param name="all">Whether large values are wanted that say nothing of the image.</param>
    public DataSetWriter(bool all) => _all = all;

    /// <summary>All elements, those of the file meta information first.</summary>
    public byte[] Write(DicomDataset meta, DicomDataset dataSet)
    {
        Add(meta, 0);
        Add(dataSet, 0);
        Array.Resize(ref _bytes, _count);
        return _bytes;
    }

    private void Add(DicomDataset dataSet, int depth)
    {
        foreach (DicomItem item in dataSet)
        {
            uint tag = ((uint)item.Tag.Group << 16) | item.Tag.Element;
            bool isPixels = tag is PixelData or 0x7fe00008 or 0x7fe00009;
            if (item is DicomSequence sequence)
            {
                Add(tag, sequence, depth);
            }
            else if (isPixels && depth == 0)
            {
                AddHeader(tag, item.ValueRepresentation.Code, 0);
            }
            else if (item is DicomElement { Buffer: { } value } && !isPixels && IsWanted(item.Tag.Group, value))
            {
                byte[] data = value.Size == 0 ? Array.Empty<byte>() : value.Data;
                AddHeader(tag, item.ValueRepresentation.Code, data.Length);
                AddBytes(data);
            }
        }
    }

    // What describes pixels is in group 0028, and what vendors say of mosaics in private ones.
    private bool IsWanted(ushort group, IByteBuffer value) => _all || value.IsMemory || group == 0x0028 || (group & 1) != 0;

    private void Add(uint tag, DicomSequence sequence, int depth)
    {
        AddHeader(tag, "SQ", 0);
        int begin = _count;
        foreach (DicomDataset item in sequence.Items)
        {
            AddTag(Item);
            AddLength(0);
            int first = _count;
            Add(item, depth + 1);
            SetLength(first);
        }

        SetLength(begin);
    }

    private void AddHeader(uint tag, string vr, int length)
    {
        // A length of 16 bits does not hold all that other transfer syntaxes hold.
        bool isLong = vr is "OB" or "OD" or "OF" or "OL" or "OV" or "OW" or "SQ" or "SV" or "UC" or "UN" or "UR" or "UT" or "UV";
        if (vr.Length != 2 || (!isLong && length > ushort.MaxValue))
        {
            vr = "UN";
            isLong = true;
        }

        AddTag(tag);
        Require(8);
        _bytes[_count++] = (byte)vr[0];
        _bytes[_count++] = (byte)vr[1];
        if (isLong)
        {
            _bytes[_count++] = 0;
            _bytes[_count++] = 0;
            AddLength(length);
        }
        else
        {
            _bytes[_count++] = (byte)length;
            _bytes[_count++] = (byte)(length >> 8);
        }
    }

    private void AddTag(uint tag) => AddLength((int)((tag >> 16) | (tag << 16)));

    private void AddLength(int value)
    {
        Require(4);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_count), value);
        _count += 4;
    }

    // The length of all since a place, in the four bytes before it.
    private void SetLength(int begin) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(begin - 4), _count - begin);

    private void AddBytes(byte[] value)
    {
        Require(value.Length);
        Buffer.BlockCopy(value, 0, _bytes, _count, value.Length);
        _count += value.Length;
    }

    private void Require(int count)
    {
        if (_bytes.Length - _count < count)
        {
            Array.Resize(ref _bytes, (int)Math.Max(Math.Min(2L * _bytes.Length, int.MaxValue / 2), (long)_count + count));
        }
    }
}
