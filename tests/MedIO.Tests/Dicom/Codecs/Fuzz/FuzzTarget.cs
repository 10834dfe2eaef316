using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using MedIO.Dicom.Codecs;
using MedIO.Formats;
using MedIO.Formats.Reading;

namespace MedIO.Tests.Dicom.Codecs.Fuzz;

/// <summary>What became of a case.</summary>
internal enum FuzzOutcome
{
    Image,
    InvalidData,
    EndOfStream,
    Failure,
}

/// <summary>
/// A codec's seeds and what its decoder does with cases made of them. Fine are an image and the two errors that a decoder
/// may end in, in bounded time and memory, the same again after other frames were decoded in between.
/// </summary>
internal sealed class FuzzTarget : MeasuredTarget
{
    /// <summary>Frames that a mutation makes larger are left out: a million of them would take days.</summary>
    private const int MostSampleBytes = 1 << 20;
    private const int MostBytes = 1 << 20;
    private const int CheckEvery = 32;

    private readonly GuardedMemory _encoded = new(MostBytes);
    private readonly GuardedMemory _samples = new(MostSampleBytes);
    private readonly Dictionary<(string, FrameDescription), IFrameDecoder?> _decoders = new();
    private readonly string[] _names;
    private readonly double[] _secondsPerByte;
    private readonly byte[][] _images;
    private readonly List<EncodedFrame> _grown;
    private readonly List<int> _ancestors;
    private readonly Mutator _mutator;
    private long _cases;

    public FuzzTarget(string codec)
    {
        SecondsAllowed = 1;
        _names = MedIO.Tests.Dicom.Codecs.Seed.All(codec).ToArray();
        Seeds = _names.Select(MedIO.Tests.Dicom.Codecs.Seed.Frame).ToArray();
        _grown = Seeds.ToList();
        _ancestors = Enumerable.Range(0, Seeds.Count).ToList();
        _mutator = new Mutator(_grown) { Choice = Choice };
        _secondsPerByte = new double[Seeds.Count];
        _images = new byte[Seeds.Count][];
        for (int i = 0; i < Seeds.Count; i++)
        {
            Learn(i);
        }
    }

    /// <summary>What cases are made of.</summary>
    public IReadOnlyList<EncodedFrame> Seeds { get; }

    /// <inheritdoc/>
    public override int SeedCount => _grown.Count;

    /// <inheritdoc/>
    public override FuzzCase Make(ulong number) => _mutator.Make(number);

    /// <inheritdoc/>
    public override FuzzCase Seed(int number)
    {
        var seed = new FuzzCase { Seed = number };
        seed.Set(_grown[number]);
        return seed;
    }

    /// <inheritdoc/>
    public override void Add(FuzzCase found)
    {
        _grown.Add(new EncodedFrame(found.TransferSyntax, found.Description, string.Empty, found.Bytes.ToArray()));
        _ancestors.Add(Ancestor(found.Seed));
    }

    /// <inheritdoc/>
    public override FuzzOutcome Run(FuzzCase fuzz)
    {
        _cases++;
        FrameDescription frame = fuzz.Description;
        if (frame.SampleBytes > MostSampleBytes || fuzz.Length > MostBytes)
        {
            Detail = "too large to be tried";
            return FuzzOutcome.InvalidData;
        }

        bool atEnd = (_cases & 3) != 0;
        FuzzOutcome outcome = Decode(fuzz.TransferSyntax, frame, fuzz.Bytes, atEnd, out Span<byte> samples);
        long allocated = Allocated;
        int ancestor = Ancestor(fuzz.Seed);
        double least = ancestor < 0 ? 0 : _secondsPerByte[ancestor] * frame.SampleBytes;
        if (outcome != FuzzOutcome.Failure && Seconds > SecondsAllowed + (50 * least))
        {
            Detail = FormattableString.Invariant($"It took {Seconds:F1} s; {least:F6} s would be usual.");
            return FuzzOutcome.Failure;
        }

        if (outcome != FuzzOutcome.Failure && allocated > (4 << 20) + (64 * frame.SampleBytes) + (64L * fuzz.Length))
        {
            Detail = FormattableString.Invariant($"It allocated {allocated} bytes for a frame of {frame.SampleBytes} in {fuzz.Length}.");
            return FuzzOutcome.Failure;
        }

        if (outcome == FuzzOutcome.Failure || _cases % CheckEvery != 0)
        {
            return outcome;
        }

        // Once more after a frame that is well: what scratch memory held must not show.
        byte[] first = samples.ToArray();
        string detail = Detail;
        if (Seeds.Count > 0 && !IsWell((int)(_cases / CheckEvery % Seeds.Count)))
        {
            return FuzzOutcome.Failure;
        }

        FuzzOutcome again = Decode(fuzz.TransferSyntax, frame, fuzz.Bytes, atEnd, out samples);
        if (again != outcome || !samples.SequenceEqual(first))
        {
            Detail = $"It was {outcome} ({detail}), and {again} ({Detail}) after another frame, or had other samples then.";
            return FuzzOutcome.Failure;
        }

        Detail = detail;
        return outcome;
    }

    protected override void Dispose(bool disposing)
    {
        _encoded.Dispose();
        _samples.Dispose();
        base.Dispose(disposing);
    }

    // The seed that a case was made of, or that its seed was made of; -1 where that is not known.
    private int Ancestor(int seed) => seed < 0 ? -1 : _ancestors[seed];

    private FuzzOutcome Decode(string transferSyntax, FrameDescription frame, ReadOnlySpan<byte> bytes, bool atEnd, out Span<byte> samples)
    {
        Span<byte> encoded = _encoded.Take(bytes.Length, atEnd);
        bytes.CopyTo(encoded);
        samples = _samples.Take((int)frame.SampleBytes, atEnd);
        samples.Clear();
        Begin();
        FuzzOutcome outcome;
        try
        {
            Decoder(transferSyntax, frame).Decode(encoded, samples);
            outcome = FuzzOutcome.Image;
            Detail = string.Empty;
        }
        catch (InvalidDataException e)
        {
            outcome = FuzzOutcome.InvalidData;
            Detail = e.Message;
        }
        catch (EndOfStreamException e)
        {
            outcome = FuzzOutcome.EndOfStream;
            Detail = e.Message;
        }
#pragma warning disable CA1031 // Whatever else it is, it is what is looked for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            outcome = FuzzOutcome.Failure;
            Detail = e.ToString();
        }

        End();
        if (!_samples.IsWhole() || !_encoded.IsWhole())
        {
            Detail = "It wrote outside of its buffers. " + Detail;
            return FuzzOutcome.Failure;
        }

        if (outcome != FuzzOutcome.Failure && !bytes.SequenceEqual(encoded))
        {
            Detail = "It wrote into the encoded bytes. " + Detail;
            return FuzzOutcome.Failure;
        }

        return outcome;
    }

    // Descriptions that mutations made are many; those of seeds are few, and their decoders serve many frames.
    private IFrameDecoder Decoder(string transferSyntax, FrameDescription frame)
    {
        if (!_decoders.TryGetValue((transferSyntax, frame), out IFrameDecoder? decoder))
        {
            if (_decoders.Count > 4096)
            {
                _decoders.Clear();
            }

            decoder = FrameCodecs.Decoder(transferSyntax, frame);
            _decoders.Add((transferSyntax, frame), decoder);
        }

        return decoder ?? throw new NotSupportedException("There is no decoder of " + transferSyntax + ".");
    }

    private void Learn(int seed)
    {
        EncodedFrame frame = Seeds[seed];
        double best = double.MaxValue;
        for (int run = 0; run < 4; run++)
        {
            FuzzOutcome outcome = Decode(frame.TransferSyntax, frame.Description, frame.Bytes, true, out Span<byte> samples);
            if (outcome != FuzzOutcome.Image)
            {
                throw new InvalidOperationException($"Seed {_names[seed]} is no image: {outcome}, {Detail}");
            }

            best = Math.Min(best, Seconds);
            _images[seed] = samples.ToArray();
        }

        if (MedIO.Tests.Dicom.Codecs.Seed.Hash(_names[seed]) is { } hash && hash != SampleFrame.Hash(_images[seed]))
        {
            throw new InvalidOperationException($"Seed {_names[seed]} is no image of the samples in its list.");
        }

        _secondsPerByte[seed] = best / frame.Description.SampleBytes;
    }

    private bool IsWell(int seed)
    {
        EncodedFrame frame = Seeds[seed];
        FuzzOutcome outcome = Decode(frame.TransferSyntax, frame.Description, frame.Bytes, true, out Span<byte> samples);
        if (outcome == FuzzOutcome.Image && samples.SequenceEqual(_images[seed]))
        {
            return true;
        }

        Detail = $"After it, {_names[seed]} is {outcome} with other samples than before. {Detail}";
        return false;
    }
}
