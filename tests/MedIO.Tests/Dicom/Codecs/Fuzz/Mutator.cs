using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using MedIO.Dicom.Codecs;

namespace MedIO.Tests.Dicom.Codecs.Fuzz;

/// <summary>Makes cases of seeds: the same number gives the same case as long as the seeds are the same.</summary>
internal sealed class Mutator
{
    private static readonly byte[] Telling = { 0, 1, 2, 3, 4, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 240, 254, 255 };
    private static readonly byte[] Markers =
    {
        0x4f, 0x51, 0x52, 0x53, 0x5c, 0x5d, 0x5e, 0x5f, 0x50, 0x55, 0x57, 0x58, 0x60, 0x61, 0x63, 0x64, 0x90, 0x91, 0x92, 0x93,
        0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc9, 0xcc, 0xd0, 0xd7, 0xd8, 0xd9, 0xda, 0xdb, 0xdc, 0xdd, 0xde, 0xe0, 0xee, 0xf7, 0xf8, 0xfe, 0x00,
    };

    private readonly IReadOnlyList<EncodedFrame> _seeds;
    private readonly List<int> _segments = new();
    private readonly List<int> _others = new();
    private readonly FuzzCase _case = new();
    private FuzzRandom _random = new(0);

    /// <param name="seeds">What cases are made of; more may be added to it.</param>
    public Mutator(IReadOnlyList<EncodedFrame> seeds) => _seeds = seeds;

    /// <summary>Which of the seeds are taken.</summary>
    public SeedChoice Choice { get; set; } = new();

    /// <summary>Makes a case; the one made before is gone then.</summary>
    public FuzzCase Make(ulong number)
    {
        _random = new FuzzRandom(number);
        _case.Seed = Choice.Next(_random, _seeds.Count);
        _case.Set(_seeds[_case.Seed]);
        do
        {
            Mutate();
        }
        while (!_random.OneIn(2));

        return _case;
    }

    private void Mutate()
    {
        if (_case.Length < 4)
        {
            return;
        }

        MarkerSegments.Find(_case.Bytes, _segments);
        int at = Position();
        Span<byte> bytes = _case.Bytes;
        switch (_random.Next(20))
        {
            case 0:
            case 1:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 2:
            case 3:
                bytes[at] = Telling[_random.Next(Telling.Length)];
                break;
            case 4:
                bytes[at] = (byte)_random.NextBits();
                break;
            case 5:
                bytes[at] += (byte)(_random.Next(33) - 16);
                break;
            case 6:
                BinaryPrimitives.WriteUInt16BigEndian(bytes.Slice(Math.Min(at, bytes.Length - 2)), (ushort)Number());
                break;
            case 7:
                BinaryPrimitives.WriteUInt32BigEndian(bytes.Slice(Math.Min(at, bytes.Length - 4)), Number());
                break;
            case 8:
                bytes[Math.Min(at, bytes.Length - 2)] = 0xff;
                bytes[Math.Min(at, bytes.Length - 2) + 1] = Markers[_random.Next(Markers.Length)];
                break;
            case 9:
                _case.Length = at;
                break;
            case 10:
                _case.Insert(_random.Next(_case.Length), bytes.Slice(at, Run(at)).ToArray());
                break;
            case 11:
                _case.Remove(at, Run(at));
                break;
            case 12:
                Splice(at);
                break;
            case 13:
                Overwrite(bytes.Slice(at, Run(at)));
                break;
            case 14:
            case 15:
            case 16:
                ChangeSegments();
                break;
            case 17:
                ChangeSizes();
                break;
            case 18:
                ChangeDescription();
                break;
            default:
                ChangeLength();
                break;
        }
    }

    // Headers are short, and there is more to break in them.
    private int Position()
    {
        int last = _segments[_segments.Count - 1];
        for (int i = 0; i < _segments.Count; i++)
        {
            if (_case.Bytes.Slice(_segments[i]).Length > 1 && _case.Bytes[_segments[i] + 1] is 0x93 or 0xda)
            {
                last = i + 1 < _segments.Count ? _segments[i + 1] : last;
                break;
            }
        }

        return _random.Next(_random.OneIn(2) && last > 0 ? last : _case.Length);
    }

    private int Run(int at) => Math.Min(_case.Length - at, 1 + _random.Next(_random.OneIn(4) ? 512 : 16));

    private uint Number() => _random.Next(8) switch
    {
        0 => 0,
        1 => 1,
        2 => uint.MaxValue,
        3 => 0x7fffffff,
        4 => 0x80008000,
        5 => (uint)_random.Next(64),
        6 => (uint)_random.Next(1 << 16),
        _ => _random.NextBits(),
    };

    private void Overwrite(Span<byte> run)
    {
        bool same = _random.OneIn(2);
        byte value = Telling[_random.Next(Telling.Length)];
        for (int i = 0; i < run.Length; i++)
        {
            run[i] = same ? value : (byte)_random.NextBits();
        }
    }

    private void Splice(int at)
    {
        byte[] other = _seeds[_random.Next(_seeds.Count)].Bytes;
        int from = _random.OneIn(2) ? Math.Min(at, other.Length) : _random.Next(other.Length);
        _case.Length = at;
        _case.Insert(at, other.AsSpan(from));
    }

    private int SegmentEnd(int segment) => segment + 1 < _segments.Count ? _segments[segment + 1] : _case.Length;

    private void ChangeSegments()
    {
        int segment = _random.Next(_segments.Count);
        int begin = _segments[segment];
        int count = Math.Min(SegmentEnd(segment), _case.Length) - begin;
        if (count <= 0)
        {
            return;
        }

        byte[] bytes = _case.Bytes.Slice(begin, count).ToArray();
        int to = _segments[_random.Next(_segments.Count)];
        switch (_random.Next(5))
        {
            case 0:
                _case.Remove(begin, count);
                break;
            case 1:
                _case.Insert(Math.Min(to, _case.Length), bytes);
                break;
            case 2:
                _case.Remove(begin, count);
                _case.Insert(Math.Min(to, _case.Length), bytes);
                break;
            default:
                bool instead = _random.OneIn(2);
                if (instead)
                {
                    _case.Remove(begin, count);
                }

                _case.Insert(begin, OtherSegment(instead && count > 1 ? bytes[1] : -1));
                break;
        }
    }

    // One of another seed, of the same kind where there is one.
    private ReadOnlySpan<byte> OtherSegment(int marker)
    {
        byte[] other = _seeds[_random.Next(_seeds.Count)].Bytes;
        MarkerSegments.Find(other, _others);
        if (_others.Count == 0)
        {
            return other;
        }

        int chosen = _random.Next(_others.Count);
        for (int i = 0; i < _others.Count && !_random.OneIn(8); i++)
        {
            if (_others[i] + 1 < other.Length && other[_others[i]] == 0xff && other[_others[i] + 1] == marker)
            {
                chosen = i;
                break;
            }
        }

        int end = chosen + 1 < _others.Count ? Math.Min(_others[chosen + 1], other.Length) : other.Length;
        return other.AsSpan(_others[chosen], end - _others[chosen]);
    }

    private void ChangeLength()
    {
        int begin = _segments[_random.Next(_segments.Count)];
        if (begin + 4 <= _case.Length)
        {
            Span<byte> length = _case.Bytes.Slice(begin + 2, 2);
            int value = BinaryPrimitives.ReadUInt16BigEndian(length);
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(_random.OneIn(3) ? Number() : (uint)(value + _random.Next(9) - 4)));
        }
    }

    // Sizes that the code stream and the data set agree on, but that the data were not made for.
    private void ChangeSizes()
    {
        int at = MarkerSegments.FrameHeader(_case.Bytes, _segments);
        if (at < 0)
        {
            ChangeDescription();
            return;
        }

        FrameDescription frame = _case.Description;
        int columns = _random.OneIn(3) ? frame.Columns : Size(frame.Columns);
        int rows = _random.OneIn(3) ? frame.Rows : Size(frame.Rows);
        Span<byte> header = _case.Bytes.Slice(at);
        bool precision = _random.OneIn(4);
        int bits = 1 + _random.Next(frame.BitsAllocated);
        if (header[1] == 0x51)
        {
            // Tiles that were the whole image stay so.
            bool tile = BinaryPrimitives.ReadUInt32BigEndian(header.Slice(22)) >= frame.Columns;
            BinaryPrimitives.WriteUInt32BigEndian(header.Slice(6), (uint)columns + BinaryPrimitives.ReadUInt32BigEndian(header.Slice(14)));
            BinaryPrimitives.WriteUInt32BigEndian(header.Slice(10), (uint)rows + BinaryPrimitives.ReadUInt32BigEndian(header.Slice(18)));
            if (tile && !_random.OneIn(4))
            {
                BinaryPrimitives.WriteUInt32BigEndian(header.Slice(22), (uint)columns);
                BinaryPrimitives.WriteUInt32BigEndian(header.Slice(26), (uint)rows);
            }

            for (int c = 0; precision && c < frame.Components && 40 + (3 * c) < header.Length; c++)
            {
                header[40 + (3 * c)] = (byte)((header[40 + (3 * c)] & 0x80) | (bits - 1));
            }
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(header.Slice(5), (ushort)rows);
            BinaryPrimitives.WriteUInt16BigEndian(header.Slice(7), (ushort)columns);
            header[4] = precision ? (byte)bits : header[4];
        }

        _case.Description = frame with { Columns = columns, Rows = rows, BitsStored = precision ? bits : frame.BitsStored };
    }

    private void ChangeDescription()
    {
        FrameDescription frame = _case.Description;
        _case.Description = _random.Next(6) switch
        {
            0 => frame with { Columns = Size(frame.Columns) },
            1 => frame with { Rows = Size(frame.Rows) },
            2 => frame with { Components = 1 + _random.Next(4) },
            3 => frame with { BitsStored = 1 + _random.Next(frame.BitsAllocated) },
            4 => frame with { IsSigned = !frame.IsSigned },
            _ => WithCells(frame, 8 << _random.Next(3)),
        };
    }

    private static FrameDescription WithCells(FrameDescription frame, int bits) => frame with { BitsAllocated = bits, BitsStored = Math.Min(bits, frame.BitsStored) };

    private int Size(int now) => _random.Next(6) switch
    {
        0 => 1,
        1 => Math.Max(1, now - 1),
        2 => now + 1,
        3 => Math.Min(300, now * 2),
        4 => 1 + _random.Next(300),
        _ => 1 + _random.Next(20),
    };
}
