using System.Collections.Generic;

namespace MedIO.Formats.Minc;

/// <summary>The variable image-max or image-min: the real value that the end of the valid range stands for, of the image or of each slice.</summary>
/// <param name="Dimensions">The names of its dimensions, slowest first; none where it is one number.</param>
/// <param name="Values">Its numbers.</param>
internal sealed record MincLimits(IReadOnlyList<string> Dimensions, double[] Values);
