using System;
using System.Collections.Generic;

namespace MedIO.Tests.Dicom.Codecs.Fuzz;

/// <summary>Which seed a case begins as: any, or more often one that is worth more.</summary>
internal sealed class SeedChoice
{
    private const int Newest = 32;

    /// <summary>The numbers of those that together reach all that was reached; none where that is not known.</summary>
    public IReadOnlyList<int> Favoured { get; set; } = Array.Empty<int>();

    /// <summary>The number of a seed below the count.</summary>
    public int Next(FuzzRandom random, int count)
    {
        if (Favoured.Count == 0)
        {
            return random.Next(count);
        }

        return random.Next(8) switch
        {
            0 => random.Next(count),
            1 or 2 => count - 1 - random.Next(Math.Min(count, Newest)),
            _ => Favoured[random.Next(Favoured.Count)],
        };
    }
}
