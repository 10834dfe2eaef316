using System;
using System.Collections.Generic;
using System.Linq;

namespace MedIO.Backends.Tests.Agreement;

/// <summary>Reads a case by this library and by a backend, and says in what they differ.</summary>
internal static class Readings
{
    /// <summary>The differences; null where neither reads it.</summary>
    public static IReadOnlyList<Difference>? Compare(AgreementCase one, string backend)
    {
        // Pictures of a film or a screen have no place in the world; they are held together by their index.
        MedImage? ours = Try(() => one.Read(By(MedBackends.MedIO, false)), out MedIOException? here);
        bool placeless = here?.Error is MedIOError.MissingGeometry or MedIOError.InvalidAffine;
        if (placeless)
        {
            ours = Try(() => one.Read(By(MedBackends.MedIO, true)), out here);
        }

        MedImage? theirs = Try(() => one.Read(By(backend, placeless)), out MedIOException? there);
        if (ours is null || theirs is null)
        {
            return ours is null && theirs is null ? null : new[] { ours is null ? new Difference(Aspect.Extra, here!) : new Difference(Aspect.Unread, there!) };
        }

        var found = Comparison.Of(ours, theirs).ToList();
        string? contradiction = null;
        _ = Try(() => contradiction = Contradiction(one, () => By(backend, placeless), theirs), out MedIOException? refused);
        if ((contradiction ?? refused?.Message) is { } said)
        {
            found.Add(new(Aspect.Contradiction, 0, said));
        }

        return found;
    }

    private static ReadOptions By(string backend, bool placeless) => new() { Backend = backend, AllowDefaultAffine = placeless };

    // The whole image against its metadata, and against the part of it that is read in another orientation.
    private static string? Contradiction(AgreementCase one, Func<ReadOptions> options, MedImage whole)
    {
        ReadOptions wanted = options();
        if (whole.Backend != wanted.Backend)
        {
            return $"{whole.Backend} has read it";
        }

        string said = Line(one.ReadMeta(wanted));
        if (said != Line(whole.Metadata))
        {
            return $"metadata say {said}, the image is {Line(whole.Metadata)}";
        }

        if (whole.Shape.Count < 2)
        {
            return null;
        }

        string turned = Turned(whole.Orientation);
        string slice = whole.Shape.Count > 3 ? "..., -1" : "::2, ...";
        wanted = options();
        wanted.Orientation = turned;
        wanted.Slice = SliceExpression.Parse(slice);
        MedImage part = one.Read(wanted);
        MedImage expected = whole.Reorient(turned).Slice(slice);
        return Line(part.Metadata) != Line(expected.Metadata) ? $"{slice} in {turned} should be {Line(expected.Metadata)}, and is {Line(part.Metadata)}"
            : Numbers.SameBits(part.Voxels, expected.Voxels) ? null : $"{slice} in {turned} has other voxels";
    }

    // The first two axes change their places, and the second its direction.
    private static string Turned(string orientation) =>
        $"{Opposite(orientation[1])}{orientation[0]}{orientation[2..]}";

    private static char Opposite(char letter) => "LRPAIS"["RLAPSI".IndexOf(letter)];

    private static string Line(MedMeta meta) => FormattableString.Invariant($"{meta.Shape} of {meta.Components} {meta.DataType}, {meta.OriginalOrientation}, {meta.Affine}, {meta.TimeStep}");

    private static T? Try<T>(Func<T> read, out MedIOException? error)
    {
        error = null;
        try
        {
            return read();
        }
        catch (MedIOException e)
        {
            error = e;
            return default;
        }
    }
}
