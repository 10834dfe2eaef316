using System;
using System.Collections.Generic;
using MedIO.Dicom.Codecs.Jpeg2000;
using MedIO.Dicom.Codecs.Jpeg2000.Blocks;

namespace MedIO.Tests.Dicom.Codecs;

/// <summary>
/// Encodes a code-block as ISO/IEC 15444-1 annex D describes it, coefficient by coefficient: nothing here is shared with the
/// decoder but the probabilities of the MQ coder.
/// </summary>
internal sealed class BlockEncoder
{
    private readonly int[] _indices;
    private readonly bool[] _significant;
    private readonly bool[] _refined;
    private readonly bool[] _visited;
    private readonly MqEncoder _out = new();
    private readonly List<byte> _bytes = new();
    private readonly List<CodeWordSegment> _segments = new();
    private CodeBlock _block;

    private BlockEncoder(int[] indices, CodeBlock block)
    {
        _indices = indices;
        _block = block;
        _significant = new bool[indices.Length];
        _refined = new bool[indices.Length];
        _visited = new bool[indices.Length];
        Expected = new int[indices.Length];
    }

    /// <summary>The block; its bit-planes and passes are set.</summary>
    public CodeBlock Block => _block;

    public byte[] Bytes => _bytes.ToArray();

    public CodeWordSegment[] Segments => _segments.ToArray();

    /// <summary>What a decoder gives.</summary>
    public int[] Expected { get; }

    /// <summary>Encodes a code-block.</summary>
    /// <param name="indices">The quantizer indices, row after row.</param>
    /// <param name="block">Its size, sub-band and style.</param>
    /// <param name="passes">Passes to code at most.</param>
    public static BlockEncoder Encode(int[] indices, CodeBlock block, int passes = int.MaxValue)
    {
        int most = 0;
        foreach (int index in indices)
        {
            most = Math.Max(most, Math.Abs(index));
        }

        while (most >> block.BitPlanes != 0)
        {
            block.BitPlanes++;
        }

        block.Passes = Math.Min(passes, Math.Max(0, (3 * block.BitPlanes) - 2));
        var encoder = new BlockEncoder(indices, block);
        encoder.EncodePasses();
        return encoder;
    }

    private bool Has(CodeBlockStyle style) => (_block.Style & style) != 0;

    private void EncodePasses()
    {
        int begun = 0;
        for (int pass = 0; pass < _block.Passes; pass++)
        {
            int plane = _block.BitPlanes - 1 - ((pass + 2) / 3);
            if (pass == begun)
            {
                _out.Begin(IsRaw(pass));
            }

            switch ((pass + 2) % 3)
            {
                case 0:
                    Significance(plane, IsRaw(pass));
                    break;
                case 1:
                    Refinement(plane, IsRaw(pass));
                    break;
                default:
                    Cleanup(plane);
                    break;
            }

            if (Has(CodeBlockStyle.ResetContexts))
            {
                _out.ResetContexts();
            }

            if (pass + 1 == _block.Passes || Has(CodeBlockStyle.TerminateEachPass) || IsRaw(pass + 1) != IsRaw(pass))
            {
                byte[] bytes = _out.End();
                _bytes.AddRange(bytes);
                _segments.Add(new CodeWordSegment(bytes.Length, pass + 1 - begun));
                begun = pass + 1;
            }
        }
    }

    // Table D.9: from the eleventh pass on, all but cleanup passes.
    private bool IsRaw(int pass) => Has(CodeBlockStyle.Bypass) && pass >= 10 && (pass + 2) % 3 != 2;

    private void ForEach(Action<int, int> visit)
    {
        for (int stripe = 0; stripe < _block.Height; stripe += 4)
        {
            for (int x = 0; x < _block.Width; x++)
            {
                for (int y = stripe; y < Math.Min(stripe + 4, _block.Height); y++)
                {
                    visit(x, y);
                }
            }
        }
    }

    private void Significance(int plane, bool raw) => ForEach((x, y) =>
    {
        int at = (y * _block.Width) + x;
        int context = SignificanceContext(x, y);
        if (!_significant[at] && context != 0)
        {
            _visited[at] = true;
            int bit = Bit(at, plane);
            _out.Write(bit, context);
            if (bit != 0)
            {
                Sign(x, y, plane, raw);
            }
        }
    });

    private void Refinement(int plane, bool raw) => ForEach((x, y) =>
    {
        int at = (y * _block.Width) + x;
        if (_significant[at] && !_visited[at])
        {
            int context = raw ? 0 : _refined[at] ? 16 : SignificanceContext(x, y) != 0 ? 15 : 14;
            _out.Write(Bit(at, plane), context);
            _refined[at] = true;
            Reconstruct(at, plane);
        }
    });

    private void Cleanup(int plane)
    {
        int skip = -1;
        ForEach((x, y) =>
        {
            int at = (y * _block.Width) + x;
            if (y % 4 == 0)
            {
                skip = -1;
                if (IsRun(x, y))
                {
                    int run = 0;
                    while (run < 4 && Bit(at + (run * _block.Width), plane) == 0)
                    {
                        run++;
                    }

                    _out.Write(run < 4 ? 1 : 0, Contexts.Run);
                    skip = y + run;
                    if (run < 4)
                    {
                        _out.Write(run >> 1, Contexts.Uniform);
                        _out.Write(run & 1, Contexts.Uniform);
                    }
                }
            }

            if (y == skip)
            {
                Sign(x, y, plane, false);
            }
            else if (y > skip && !_significant[at] && !_visited[at])
            {
                int bit = Bit(at, plane);
                _out.Write(bit, SignificanceContext(x, y));
                if (bit != 0)
                {
                    Sign(x, y, plane, false);
                }
            }
        });

        Array.Clear(_visited, 0, _visited.Length);
        if (Has(CodeBlockStyle.SegmentationSymbols))
        {
            _out.Write(1, Contexts.Uniform);
            _out.Write(0, Contexts.Uniform);
            _out.Write(1, Contexts.Uniform);
            _out.Write(0, Contexts.Uniform);
        }
    }

    private bool IsRun(int x, int y)
    {
        if (y + 4 > _block.Height)
        {
            return false;
        }

        for (int i = y; i < y + 4; i++)
        {
            int at = (i * _block.Width) + x;
            if (_significant[at] || _visited[at] || SignificanceContext(x, i) != 0)
            {
                return false;
            }
        }

        return true;
    }

    // Table D.3.
    private void Sign(int x, int y, int plane, bool raw)
    {
        int at = (y * _block.Width) + x;
        int negative = _indices[at] < 0 ? 1 : 0;
        if (raw)
        {
            _out.Write(negative, 0);
        }
        else
        {
            int across = Math.Sign(SignOf(x - 1, y, y) + SignOf(x + 1, y, y));
            int along = Math.Sign(SignOf(x, y - 1, y) + SignOf(x, y + 1, y));
            bool isSwapped = across < 0 || (across == 0 && along < 0);
            int context = (isSwapped ? -across : across, isSwapped ? -along : along) switch
            {
                (1, 1) => 13,
                (1, 0) => 12,
                (1, -1) => 11,
                (0, 1) => 10,
                _ => 9,
            };
            _out.Write(negative ^ (isSwapped ? 1 : 0), context);
        }

        _significant[at] = true;
        Reconstruct(at, plane);
    }

    // The bits so far, then a half of the last one's weight; one more bit is the fraction.
    private void Reconstruct(int at, int plane)
    {
        int magnitude = (Math.Abs(_indices[at]) >> plane << (plane + 1)) | (1 << plane);
        Expected[at] = _indices[at] < 0 ? -magnitude : magnitude;
    }

    // Table D.1.
    private int SignificanceContext(int x, int y)
    {
        int across = Flag(x - 1, y, y) + Flag(x + 1, y, y);
        int along = Flag(x, y - 1, y) + Flag(x, y + 1, y);
        int diagonal = Flag(x - 1, y - 1, y) + Flag(x + 1, y - 1, y) + Flag(x - 1, y + 1, y) + Flag(x + 1, y + 1, y);
        if (_block.Band == SubBand.HH)
        {
            int both = across + along;
            return diagonal >= 3 ? 8
                : diagonal == 2 ? (both >= 1 ? 7 : 6)
                : diagonal == 1 ? (both >= 2 ? 5 : both == 1 ? 4 : 3)
                : Math.Min(both, 2);
        }

        if (_block.Band == SubBand.HL)
        {
            (across, along) = (along, across);
        }

        return across == 2 ? 8
            : across == 1 ? (along >= 1 ? 7 : diagonal >= 1 ? 6 : 5)
            : along == 2 ? 4
            : along == 1 ? 3
            : Math.Min(diagonal, 2);
    }

    private int SignOf(int x, int y, int from) => Flag(x, y, from) == 0 ? 0 : _indices[(y * _block.Width) + x] < 0 ? -1 : 1;

    private int Flag(int x, int y, int from)
    {
        bool isHidden = Has(CodeBlockStyle.VerticallyCausal) && y / 4 > from / 4;
        return x >= 0 && y >= 0 && x < _block.Width && y < _block.Height && !isHidden && _significant[(y * _block.Width) + x] ? 1 : 0;
    }

    private int Bit(int at, int plane) => (Math.Abs(_indices[at]) >> plane) & 1;
}
