using System;
using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.JpegLs;

/// <summary>Puts decoded lines into cells.</summary>
internal readonly unsafe struct SampleLine
{
    private readonly int _cell;
    private readonly int _step;
    private readonly int _shift;
    private readonly int _unused;

    /// <param name="frame">What the data set says.</param>
    /// <param name="bits">Bits of a sample in the stream.</param>
    /// <param name="pointTransform">How many low bits all samples lack.</param>
    public SampleLine(FrameDescription frame, int bits, int pointTransform)
    {
        _cell = frame.CellBytes;
        _step = frame.Components * _cell;
        _shift = pointTransform;

        // Samples of fewer bits than the data set says have no bit for the sign: they are not negative.
        _unused = frame.IsSigned && bits >= frame.BitsStored ? 32 - bits : 0;
    }

    /// <summary>Puts a line of a component.</summary>
    /// <param name="line">Its samples.</param>
    /// <param name="to">The first one's cell.</param>
    /// <param name="width">How many there are.</param>
    [MethodImpl(Jit.Optimize)]
    public void Put(ushort* line, byte* to, int width)
    {
        int shift = _shift;
        int unused = _unused;
        int step = _step;
        if (_cell == 1)
        {
            for (int i = 0; i < width; i++)
            {
                *to = (byte)(line[i] << shift << unused >> unused);
                to += step;
            }
        }
        else if (_cell == 2)
        {
            if (step == 2 && shift == 0 && unused is 0 or 16 && BitConverter.IsLittleEndian)
            {
                Buffer.MemoryCopy(line, to, 2L * width, 2L * width);
                return;
            }

            for (int i = 0; i < width; i++)
            {
                int sample = line[i] << shift << unused >> unused;
                to[0] = (byte)sample;
                to[1] = (byte)(sample >> 8);
                to += step;
            }
        }
        else
        {
            for (int i = 0; i < width; i++)
            {
                long sample = line[i] << shift << unused >> unused;
                for (int b = 0; b < _cell; b++)
                {
                    to[b] = (byte)(sample >> (8 * b));
                }

                to += step;
            }
        }
    }
}
