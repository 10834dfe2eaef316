using System.Collections.Generic;

namespace MedIO.Formats.Analyze;

/// <summary>A matrix of real numbers in a MATLAB file.</summary>
/// <param name="Dimensions">Rows, columns, and more.</param>
/// <param name="Values">The numbers, column by column.</param>
internal sealed record MatlabMatrix(IReadOnlyList<int> Dimensions, IReadOnlyList<double> Values);
