using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using FellowOakDicom;
using FellowOakDicom.IO.Buffer;
using MedIO.Dicom;
using CoreElement = MedIO.Dicom.DicomElement;
using DicomElement = FellowOakDicom.DicomElement;
using DicomVR = MedIO.Dicom.DicomVR;

namespace MedIO.FoDicom;

/// <summary>
/// Puts the values of data sets one after another, and says which element each is of. Sequences are written in Explicit VR Little
/// Endian (PS3.5 section 7), for they are read when they are asked for. Of pixel data no value is taken. fo-dicom's own writer
/// would make new elements of those that are there, and check and complete them.
/// </summary>
internal sealed class DataSetWriter : IDisposable
{
    private const uint Item = 0xfffee000;

    private readonly bool _all;
    private readonly List<CoreElement> _elements = new(64);
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(1 << 13);
    private int _count;

    /// <param name="all">Whether large values are wanted that say nothing of the image.</param>
    public DataSetWriter(bool all) => _all = all;

    /// <summary>All values so far; until this is disposed.</summary>
    public DicomBytes Bytes => new(_bytes, _count);

    /// <summary>Adds a data set.</summary>
    /// <returns>Its elements in the order of their tags.</returns>
    public CoreElement[] Add(DicomDataset dataSet)
    {
        _elements.Clear();
        foreach (DicomItem item in dataSet)
        {
            uint tag = TagOf(item);
            int begin = _count;
            if (item is DicomSequence sequence)
            {
                AddItems(sequence);
                _elements.Add(new CoreElement(tag, DicomVR.SQ, begin, (uint)(_count - begin), begin, false));
            }
            else if (IsPixels(tag))
            {
                _elements.Add(new CoreElement(tag, VR(item), -1, 0, 0, item is DicomFragmentSequence));
            }
            else if (item is DicomElement { Buffer: { } value } && IsWanted(item.Tag.Group, value))
            {
                AddBytes(DataOf(value));
                _elements.Add(new CoreElement(tag, VR(item), begin, (uint)(_count - begin), begin, false));
            }
        }

        return _elements.ToArray();
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = Array.Empty<byte>();
        _count = 0;
    }

    /// <summary>The number of an item's tag.</summary>
    public static uint TagOf(DicomItem item) => ((uint)item.Tag.Group << 16) | item.Tag.Element;

    private static bool IsPixels(uint tag) => tag is DicomTags.PixelData or DicomTags.FloatPixelData or DicomTags.DoubleFloatPixelData;

    private static DicomVR VR(DicomItem item) =>
        item.ValueRepresentation.Code is { Length: 2 } code && DicomVRs.Of((byte)code[0], (byte)code[1]) is not DicomVR.None and var vr ? vr : DicomVR.UN;

    private void AddInner(DicomDataset dataSet)
    {
        foreach (DicomItem item in dataSet)
        {
            uint tag = TagOf(item);
            if (item is DicomSequence sequence)
            {
                AddHeader(tag, DicomVR.SQ, 0);
                int begin = _count;
                AddItems(sequence);
                SetLength(begin);
            }
            else if (item is DicomElement { Buffer: { } value } && !IsPixels(tag) && IsWanted(item.Tag.Group, value))
            {
                byte[] data = DataOf(value);
                AddHeader(tag, VR(item), data.Length);
                AddBytes(data);
            }
        }
    }

    // What describes pixels is in group 0028, and what vendors say of mosaics in private ones.
    private bool IsWanted(ushort group, IByteBuffer value) => _all || value.IsMemory || group == 0x0028 || (group & 1) != 0;

    private void AddItems(DicomSequence sequence)
    {
        foreach (DicomDataset item in sequence.Items)
        {
            AddTag(Item);
            AddLength(0);
            int first = _count;
            AddInner(item);
            SetLength(first);
        }
    }

    private void AddHeader(uint tag, DicomVR vr, int length)
    {
        // A length of 16 bits does not hold all that other transfer syntaxes hold.
        vr = DicomVRs.HasLongLength(vr) || length <= ushort.MaxValue ? vr : DicomVR.UN;
        AddTag(tag);
        Require(8);
        _bytes[_count++] = (byte)((int)vr >> 8);
        _bytes[_count++] = (byte)vr;
        if (DicomVRs.HasLongLength(vr))
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

    // Of what has been cut off meanwhile there may be less than its size.
    private static byte[] DataOf(IByteBuffer value) => value.Size == 0 ? Array.Empty<byte>() : value.Data;

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
            byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(Math.Min(2L * _bytes.Length, int.MaxValue / 2), (long)_count + count));
            Buffer.BlockCopy(_bytes, 0, larger, 0, _count);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
    }
}
