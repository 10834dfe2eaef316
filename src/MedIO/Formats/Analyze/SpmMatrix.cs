using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace MedIO.Formats.Analyze;

/// <summary>
/// The affine that SPM99 and SPM2 keep in a MATLAB file beside an image: <c>mat</c>, or in older files <c>M</c>, which
/// leaves out that the first axis runs from right to left. Both count voxels from 1.
/// </summary>
/// <param name="Affine">4x4, index from 0 to world, RAS+, mm.</param>
/// <param name="HasFlip">Whether the file says which way the first axis runs.</param>
internal sealed record SpmMatrix(double[,] Affine, bool HasFlip)
{
    // Such a file has a matrix or two, or one a volume.
    private const long MostBytes = 1 << 24;

    /// <summary>The affine in the file beside a header; null where there is none that can be used.</summary>
    public static SpmMatrix? ReadBeside(string headerPath, List<string> warnings)
    {
        string path = Path.ChangeExtension(headerPath.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? headerPath.Substring(0, headerPath.Length - 3) : headerPath, ".mat");
        var file = new FileInfo(path);
        if (!file.Exists || file.Length == 0 || IO.FileBytes.LeadsToNothing(path))
        {
            return null;
        }

        try
        {
            if (file.Length <= MostBytes)
            {
                IReadOnlyDictionary<string, MatlabMatrix> matrices = MatlabFile.Read(File.ReadAllBytes(path), "mat", "M");
                if (Find(matrices, "mat", warnings) is { } mat)
                {
                    return new SpmMatrix(From1(mat, 1), HasFlip: true);
                }

                if (Find(matrices, "M", warnings) is { } m)
                {
                    return new SpmMatrix(From1(m, -1), HasFlip: false);
                }
            }

            warnings.Add($"{file.Name} beside the header has no matrix 'mat' or 'M' of 4x4 numbers; it was left out, and the header's own geometry used.");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or IOException or UnauthorizedAccessException)
        {
            warnings.Add($"{file.Name} beside the header cannot be read as a MATLAB file ({e.Message}); it was left out, and the header's own geometry used.");
        }

        return null;
    }

    private static double[,]? Find(IReadOnlyDictionary<string, MatlabMatrix> matrices, string name, List<string> warnings)
    {
        if (!matrices.TryGetValue(name, out MatlabMatrix? matrix) || matrix.Dimensions.Count < 2 || matrix.Dimensions[0] != 4 || matrix.Dimensions[1] != 4 || matrix.Values.Count < 16)
        {
            return null;
        }

        if (matrix.Values.Count > 16)
        {
            var first = matrix.Values.Take(16).ToArray();
            if (Enumerable.Range(0, matrix.Values.Count).Any(i => matrix.Values[i] != first[i % 16]))
            {
                warnings.Add($"The .mat file has a matrix for each of {matrix.Values.Count / 16} volumes, and they differ; as in nibabel, the first places them all.");
            }
        }

        // Column by column.
        var values = new double[4, 4];
        for (int i = 0; i < 16; i++)
        {
            values[i % 4, i / 4] = matrix.Values[i];
        }

        return values;
    }

    private static double[,] From1(double[,] m, double signOfX)
    {
        var affine = new double[4, 4];
        affine[3, 3] = 1;
        for (int r = 0; r < 3; r++)
        {
            double sign = r == 0 ? signOfX : 1;
            for (int c = 0; c < 3; c++)
            {
                affine[r, c] = sign * m[r, c];
            }

            affine[r, 3] = sign * (m[r, 0] + m[r, 1] + m[r, 2] + m[r, 3]);
        }

        return affine;
    }
}
