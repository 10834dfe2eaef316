using System.Collections.Generic;

namespace MedIO.Formats.Minc;

/// <summary>A variable of a NetCDF file: what it is, and where its numbers are.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its numbers.</param>
/// <param name="Dimensions">The names of its dimensions, slowest first.</param>
/// <param name="Lengths">Their lengths; 0 for the one that grows with the records.</param>
/// <param name="Attributes">Texts, and numbers as arrays of doubles.</param>
/// <param name="Begin">Where in the file its numbers, or those of the first record, begin.</param>
/// <param name="IsRecord">Whether its slowest dimension is that of the records.</param>
internal sealed record NetCdfVariable(
    string Name, NetCdfType Type, IReadOnlyList<string> Dimensions, IReadOnlyList<long> Lengths, IReadOnlyDictionary<string, object> Attributes, long Begin, bool IsRecord)
{
    /// <summary>Bytes of all its numbers, or of those in one record; saturates.</summary>
    public long ByteCount
    {
        get
        {
            long count = NetCdfParser.SizeOf(Type);
            for (int i = IsRecord ? 1 : 0; i < Lengths.Count; i++)
            {
                // Each length has 32 bits.
                count = count > (long.MaxValue >> 32) ? long.MaxValue : count * Lengths[i];
            }

            return count;
        }
    }
}
