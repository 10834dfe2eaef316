using System;
using System.Buffers;

namespace MedIO.Dicom.Codecs.Jpeg;

/// <summary>
/// The entropy-coded segments of a scan, one after another (ITU-T T.81 section B.1.1.5): without stuffed bytes, up to the
/// next marker, and in step with the restart markers where these were damaged.
/// </summary>
internal unsafe ref struct EntropyCodedData
{
    private readonly ReadOnlySpan<byte> _encoded;
    private readonly Span<byte> _segment;
    private int _count;

    /// <param name="encoded">The code stream.</param>
    /// <param name="position">Where the scan's data begin.</param>
    /// <param name="buffer">As long as the code stream; gets each segment in turn. It must not move.</param>
    public EntropyCodedData(ReadOnlySpan<byte> encoded, int position, Span<byte> buffer)
    {
        _encoded = encoded;
        _segment = buffer;
        Position = position;
        Marker = JpegMarker.None;
        _count = 0;
        Unstuff();
    }

    /// <summary>Where the marker behind the segment begins.</summary>
    public int Position { get; private set; }

    /// <summary>The marker behind the segment; <see cref="JpegMarker.None"/> where the code stream ends without one.</summary>
    public byte Marker { get; private set; }

    /// <summary>The bits of the segment.</summary>
    /// <param name="buffer">Where the buffer is.</param>
    public readonly BitReader Bits(byte* buffer) => new(buffer, buffer + _count);

    /// <summary>Goes to the segment of the next restart interval.</summary>
    /// <param name="number">The number that its marker should have, 0 to 7.</param>
    /// <param name="isDamaged">Becomes true where markers were missing, wrong or too many.</param>
    /// <returns>Whether there are more segments. One that was lost is empty.</returns>
    public bool Restart(int number, ref bool isDamaged)
    {
        while (true)
        {
            if (!JpegMarker.IsRestart(Marker))
            {
                // What is no marker that could be here comes of damage: it hides the rest of its segment only.
                if (Marker is not JpegMarker.None and < JpegMarker.Baseline)
                {
                    isDamaged = true;
                    Skip();
                    continue;
                }

                return false;
            }

            int ahead = (Marker - JpegMarker.FirstRestart - number) & 7;
            isDamaged |= ahead != 0;
            if (ahead is 1 or 2)
            {
                // The marker that should be here was lost, and with it this interval.
                _count = 0;
                return true;
            }

            Skip();
            if (ahead is not (6 or 7))
            {
                return true;
            }
        }
    }

    private void Skip()
    {
        Position += 2;
        Unstuff();
    }

    private void Unstuff()
    {
        ReadOnlySpan<byte> rest = _encoded.Slice(Position);
        int at = 0;
        _count = 0;
        while (true)
        {
            int n = rest.Slice(at).IndexOf(JpegMarker.Prefix);
            if (n < 0 || at + n + 1 >= rest.Length)
            {
                // A prefix with nothing behind it is no data.
                n = n < 0 ? rest.Length - at : n;
                rest.Slice(at, n).CopyTo(_segment.Slice(_count));
                _count += n;
                Position = _encoded.Length;
                Marker = JpegMarker.None;
                return;
            }

            byte next = rest[at + n + 1];
            int data = next == 0 ? n + 1 : n;
            rest.Slice(at, data).CopyTo(_segment.Slice(_count));
            _count += data;
            at += n + (next == 0 ? 2 : 1);
            if (next is not (0 or JpegMarker.Prefix))
            {
                Position += at - 1;
                Marker = next;
                return;
            }
        }
    }
}
