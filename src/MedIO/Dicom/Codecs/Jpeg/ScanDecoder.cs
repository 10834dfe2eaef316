using System;

namespace MedIO.Dicom.Codecs.Jpeg;

/// <summary>Decodes a scan, restart interval by restart interval (ITU-T T.81 sections A.2, E.2.4 and F.2.1.3).</summary>
internal abstract unsafe class ScanDecoder
{
    /// <param name="frame">The frame.</param>
    /// <param name="scan">The scan.</param>
    protected ScanDecoder(FrameHeader frame, ScanHeader scan)
    {
        Frame = frame;
        Components = scan.Components;

        // A scan of one component has its own data units one by one, without those that fill up MCUs (section A.2.2).
        FrameComponent first = Components[0].Component;
        McuColumns = IsInterleaved ? frame.McuColumns : (first.Width + frame.Unit - 1) / frame.Unit;
        McuRows = IsInterleaved ? frame.McuRows : (first.Height + frame.Unit - 1) / frame.Unit;
    }

    /// <summary>The first line that could not be decoded; -1 where all could.</summary>
    public int DamagedLine { get; private set; } = -1;

    /// <summary>Whether data are missing because the code stream ends.</summary>
    public bool IsCutOff { get; private set; }

    protected FrameHeader Frame { get; }

    protected ScanComponent[] Components { get; }

    protected bool IsInterleaved => Components.Length > 1;

    /// <summary>MCUs along a row.</summary>
    protected int McuColumns { get; }

    protected int McuRows { get; }

    /// <summary>Decodes all restart intervals. What is damaged stays as it was.</summary>
    /// <param name="data">The data of the scan.</param>
    /// <param name="segment">Where the segments of <paramref name="data"/> are.</param>
    /// <param name="restartInterval">MCUs from one restart marker to the next; 0 without any.</param>
    public void Decode(ref EntropyCodedData data, byte* segment, int restartInterval)
    {
        int total = McuColumns * McuRows;
        int interval = restartInterval == 0 ? total : restartInterval;
        int number = 0;
        int count;
        for (int mcu = 0; mcu < total; mcu += count)
        {
            bool isDamaged = false;
            if (mcu > 0 && !data.Restart(number++ & 7, ref isDamaged))
            {
                NoteDamage(mcu, in data);
                return;
            }

            count = Math.Min(interval, total - mcu);
            BitReader bits = data.Bits(segment);
            int done = DecodeInterval(ref bits, mcu, count);
            if (done < count || isDamaged)
            {
                NoteDamage(mcu + (isDamaged ? 0 : done), in data);
            }
        }
    }

    /// <summary>Decodes a restart interval, or what of it is there.</summary>
    /// <param name="bits">Its bits.</param>
    /// <param name="first">Its first MCU.</param>
    /// <param name="count">How many MCUs it has.</param>
    /// <returns>How many were decoded before damage or the end of the bits.</returns>
    protected abstract int DecodeInterval(ref BitReader bits, int first, int count);

    private void NoteDamage(int mcu, in EntropyCodedData data)
    {
        IsCutOff |= data.Marker == JpegMarker.None;
        if (DamagedLine < 0)
        {
            int lines = IsInterleaved ? Frame.Unit * Frame.MaxV : Frame.Unit * Frame.MaxV / Components[0].Component.V;
            DamagedLine = mcu / McuColumns * lines;
        }
    }
}
