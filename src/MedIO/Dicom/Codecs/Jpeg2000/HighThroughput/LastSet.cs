using System;

namespace MedIO.Dicom.Codecs.Jpeg2000.HighThroughput;

/// <summary>
/// A cleanup pass and the refinement passes after it (HT set, ISO/IEC 15444-15 clause 6.4). A code-block may have several, one
/// every three passes and each a bit-plane finer: the last one that has bytes holds all there is to know.
/// </summary>
internal readonly struct LastSet
{
    private LastSet(int skipped, int cleanupAt, int cleanup, int refinementAt, int refinement, int refinementPasses)
    {
        Skipped = skipped;
        CleanupAt = cleanupAt;
        Cleanup = cleanup;
        RefinementAt = refinementAt;
        Refinement = refinement;
        RefinementPasses = refinementPasses;
    }

    /// <summary>Sets before it: bit-planes that it begins lower.</summary>
    public int Skipped { get; }

    public int CleanupAt { get; }

    /// <summary>Bytes of the cleanup pass; 0 where there is none.</summary>
    public int Cleanup { get; }

    public int RefinementAt { get; }

    public int Refinement { get; }

    /// <summary>1 for significance propagation alone, 2 with magnitude refinement.</summary>
    public int RefinementPasses { get; }

    /// <summary>Finds the last set.</summary>
    /// <param name="segments">All segments.</param>
    /// <param name="length">Bytes that there are.</param>
    /// <param name="set">The set.</param>
    /// <returns>Whether segments are within their bytes, and a cleanup pass or a refinement has one of its own.</returns>
    public static bool TryFind(ReadOnlySpan<CodeWordSegment> segments, int length, out LastSet set)
    {
        set = default;
        int at = 0;
        int passes = 0;
        foreach (CodeWordSegment segment in segments)
        {
            if (segment.Passes < 1 || segment.Length < 0 || segment.Length > length - at || segment.Passes > MostPasses - passes)
            {
                return false;
            }

            passes += segment.Passes;
            int number = (passes - 1) / 3;
            int after = (passes - 1) % 3;
            if (segment.Length > 0 && after == 0)
            {
                if (segment.Length == 1)
                {
                    return false;
                }

                set = new LastSet(number, at, segment.Length, 0, 0, 0);
            }
            else if (segment.Length > 0)
            {
                if (set.Cleanup == 0 || set.Skipped != number || set.Refinement > 0)
                {
                    return false;
                }

                set = new LastSet(number, set.CleanupAt, set.Cleanup, at, segment.Length, after);
            }

            at += segment.Length;
        }

        return true;
    }

    // More than all bit-planes need.
    private const int MostPasses = 1000;
}
