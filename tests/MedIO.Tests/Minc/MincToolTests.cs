using System;
using System.Globalization;
using System.IO;
using System.Linq;
using Xunit;

namespace MedIO.Tests.Minc;

/// <content>Files that minc-tools wrote, against what minc-tools read of them.</content>
public sealed class MincToolTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ToolTheory("rawtominc", "mincextract", "voxeltoworld")]
    [InlineData("-byte -unsigned", 1)]
    [InlineData("-byte -signed", 1)]
    [InlineData("-short -signed", 2)]
    [InlineData("-short -unsigned", 2)]
    [InlineData("-int -signed", 4)]
    [InlineData("-float", 4)]
    [InlineData("-double", 8)]
    public void Values_and_places_are_the_same(string type, int size)
    {
        const int X = 5;
        const int Y = 4;
        const int Z = 3;
        var random = new Random(size);
        byte[] raw = size >= 4 && type[1] != 'i'
            ? Enumerable.Range(0, X * Y * Z).SelectMany(_ => size == 4 ? BitConverter.GetBytes((float)random.NextDouble()) : BitConverter.GetBytes(random.NextDouble())).ToArray()
            : Enumerable.Range(0, X * Y * Z).SelectMany(_ => BitConverter.GetBytes(random.Next(100)).Take(size)).ToArray();
        File.WriteAllBytes(_folder["a.raw"], raw);
        string file = _folder["a.mnc"];
        ExternalTool.Run("rawtominc", $"-clobber {type} -scan_range -input \"{_folder["a.raw"]}\" -xstep -2 -ystep 1.5 -zstep 3 -xstart 10 -ystart -20 -zstart 5 -xdircos 0.8 0.6 0 -ydircos -0.6 0.8 0 -zdircos 0 0 1 \"{file}\" {Z} {Y} {X}");
        MedImage image = MedFile.Read(file, new ReadOptions { CoordinateSystem = CoordinateSystem.Nib });
        Assert.Equal(new Shape(X, Y, Z), image.Shape);
        double[] expected = ExternalTool.Run("mincextract", $"-ascii \"{file}\"").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(w => double.Parse(w, CultureInfo.InvariantCulture)).ToArray();
        double[] actual = image.Voxels.Cast<object>().Select(v => Convert.ToDouble(v, null)).ToArray();
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.InRange(actual[i], expected[i] - 1e-5, expected[i] + 1e-5);
        }

        // The tool counts as the file does, slowest first.
        double[] place = ExternalTool.Run("voxeltoworld", $"\"{file}\" 2 1 4").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(w => double.Parse(w, CultureInfo.InvariantCulture)).ToArray();
        Vector world = image.Affine.IndexToCoordinate(new Vector(4, 1, 2));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(place[i], world[i], 4);
        }
    }
}
