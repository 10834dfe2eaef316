using System;
using System.Buffers;
using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.Jpeg;

/// <summary>Writes decoded planes as cells, the samples of a pixel together, and RGB in place of luminance and chrominances.</summary>
internal sealed unsafe class SampleWriter
{
    private const int Fraction = 16;
    private const int Half = 1 << (Fraction - 1);

    private readonly FrameHeader _frame;
    private readonly FrameDescription _description;
    private readonly bool _isLuminance;
    private readonly Upsampler[] _upsamplers;

    /// <param name="frame">The frame.</param>
    /// <param name="description">What its cells are.</param>
    /// <param name="isLuminance">Whether the components are to become RGB.</param>
    public SampleWriter(FrameHeader frame, FrameDescription description, bool isLuminance)
    {
        _frame = frame;
        _description = description;
        _isLuminance = isLuminance;
        _upsamplers = Array.ConvertAll(frame.Components, c => new Upsampler(c, frame));
    }

    /// <summary>Writes all lines.</summary>
    /// <param name="planes">The samples.</param>
    /// <param name="cells">Gets them.</param>
    /// <param name="isDirect">Whether the samples are in the cells already.</param>
    public void Write(ushort* planes, byte* cells, bool isDirect)
    {
        if (isDirect)
        {
            for (int y = 0; y < _frame.Lines; y++, cells += 2L * _frame.Columns)
            {
                Finish(cells);
            }

            return;
        }

        int components = _upsamplers.Length;
        int length = Upsampler.LineLength(_frame);
        int columns = _frame.Columns;
        int rowLength = columns * components;
        ushort[] buffer = ArrayPool<ushort>.Shared.Rent(length * components);
        try
        {
            ushort** lines = stackalloc ushort*[components];
            fixed (ushort* room = buffer)
            {
                for (int y = 0; y < _frame.Lines; y++)
                {
                    for (int i = 0; i < components; i++)
                    {
                        lines[i] = _upsamplers[i].Line(planes, y, room + (i * length));
                    }

                    if (_description.CellBytes == 1)
                    {
                        WriteBytes(lines, cells, columns);
                    }
                    else
                    {
                        WriteWords(lines, (ushort*)cells, columns);
                    }

                    Finish(cells);
                    cells += (long)rowLength * _description.CellBytes;
                }
            }
        }
        finally
        {
            ArrayPool<ushort>.Shared.Return(buffer);
        }
    }

    // Shifts what a point transform left out back in, and extends signs, in a line of cells.
    private void Finish(byte* cells)
    {
        int components = _upsamplers.Length;
        int above = (8 * _description.CellBytes) - _frame.Precision;
        for (int i = 0; i < components; i++)
        {
            int left = _frame.Components[i].PointTransform;
            if (left == 0 && (above == 0 || !_description.IsSigned))
            {
                continue;
            }

            int right = _description.IsSigned ? above : 0;
            int count = _frame.Columns * components;
            if (_description.CellBytes == 1)
            {
                for (int x = i; x < count; x += components)
                {
                    cells[x] = (byte)((sbyte)(cells[x] << (left + right)) >> right);
                }
            }
            else
            {
                var words = (ushort*)cells;
                for (int x = i; x < count; x += components)
                {
                    words[x] = (ushort)((short)(words[x] << (left + right)) >> right);
                }
            }
        }
    }

    private static int Clip(int value, int most) => (uint)value <= (uint)most ? value : ~(value >> 31) & most;

    [MethodImpl(Jit.Optimize)]
    private void WriteBytes(ushort** lines, byte* cells, int columns)
    {
        if (_upsamplers.Length == 1)
        {
            ushort* line = lines[0];
            for (int x = 0; x < columns; x++)
            {
                cells[x] = (byte)line[x];
            }
        }
        else if (_isLuminance)
        {
            // PS3.3 section C.7.6.3.1.2 and ITU-T T.871 section 7.
            int centre = 1 << (_frame.Precision - 1);
            int most = (1 << _frame.Precision) - 1;
            ushort* l0 = lines[0];
            ushort* l1 = lines[1];
            ushort* l2 = lines[2];
            for (int x = 0; x < columns; x++, cells += 3)
            {
                int luminance = l0[x];
                int cb = l1[x] - centre;
                int cr = l2[x] - centre;
                cells[0] = (byte)Clip(luminance + (((91881 * cr) + Half) >> Fraction), most);
                cells[1] = (byte)Clip(luminance + (((-22554 * cb) - (46802 * cr) + Half) >> Fraction), most);
                cells[2] = (byte)Clip(luminance + (((116130 * cb) + Half) >> Fraction), most);
            }
        }
        else
        {
            for (int i = 0; i < _upsamplers.Length; i++)
            {
                ushort* line = lines[i];
                byte* to = cells + i;
                for (int x = 0; x < columns; x++, to += _upsamplers.Length)
                {
                    *to = (byte)line[x];
                }
            }
        }
    }

    [MethodImpl(Jit.Optimize)]
    private void WriteWords(ushort** lines, ushort* cells, int columns)
    {
        if (_upsamplers.Length == 1)
        {
            Buffer.MemoryCopy(lines[0], cells, 2L * columns, 2L * columns);
        }
        else if (_isLuminance)
        {
            // Wider numbers, for samples of 16 bits do not leave 16 for fractions.
            int centre = 1 << (_frame.Precision - 1);
            int most = (1 << _frame.Precision) - 1;
            ushort* l0 = lines[0];
            ushort* l1 = lines[1];
            ushort* l2 = lines[2];
            for (int x = 0; x < columns; x++, cells += 3)
            {
                int luminance = l0[x];
                long cb = l1[x] - centre;
                long cr = l2[x] - centre;
                cells[0] = (ushort)Clip(luminance + (int)(((91881 * cr) + Half) >> Fraction), most);
                cells[1] = (ushort)Clip(luminance + (int)(((-22554 * cb) - (46802 * cr) + Half) >> Fraction), most);
                cells[2] = (ushort)Clip(luminance + (int)(((116130 * cb) + Half) >> Fraction), most);
            }
        }
        else
        {
            for (int i = 0; i < _upsamplers.Length; i++)
            {
                ushort* line = lines[i];
                ushort* to = cells + i;
                for (int x = 0; x < columns; x++, to += _upsamplers.Length)
                {
                    *to = line[x];
                }
            }
        }
    }
}
