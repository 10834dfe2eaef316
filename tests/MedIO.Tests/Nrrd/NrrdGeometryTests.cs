using System;
using System.Globalization;
using System.Linq;
using MedIO.Tests.MetaImage;
using Xunit;
using static MedIO.Tests.Nrrd.NrrdFile;

namespace MedIO.Tests.Nrrd;

public sealed class NrrdGeometryTests : IDisposable
{
    private readonly MetaImageFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("left-posterior-superior", 1, 1)]
    [InlineData("LPS", 1, 1)]
    [InlineData("Left Posterior Superior", 1, 1)]
    [InlineData("leftposteriorsuperior", 1, 1)]
    [InlineData("right-anterior-superior", -1, -1)]
    [InlineData("ras", -1, -1)]
    [InlineData("left-anterior-superior", 1, -1)]
    [InlineData("LAS", 1, -1)]
    [InlineData("left-posterior-superior-time", 1, 1)]
    [InlineData("LPST", 1, 1)]
    [InlineData("right-anterior-superior-time", -1, -1)]
    [InlineData("LAST", 1, -1)]
    public void Spaces_that_say_left_and_posterior_come_in_LPS(string space, int x, int y)
    {
        bool time = space.EndsWith("time", StringComparison.Ordinal) || space.Length == 4;
        string[] fields = time
            ? new[] { "space directions: (1,2,3,0) (-2,3,1,0) (0,1,4,0) (0,0,0,2.5)", "space origin: (10,20,30,0)" }
            : new[] { "space directions: (1,2,3) (-2,3,1) (0,1,4) none", "space origin: (10,20,30)", "kinds: domain domain domain list" };
        MedMeta meta = Read("2 2 2 2", new[] { "space: " + space }.Concat(fields).ToArray());
        var expected = new Affine(new double[,] { { x, -2 * x, 0, 10 * x }, { 2 * y, 3 * y, y, 20 * y }, { 3, 1, 4, 30 }, { 0, 0, 0, 1 } });
        Assert.Equal(expected, meta.Affine);
        Assert.Equal(CoordinateSystem.Itk, meta.CoordinateSystem);
        Assert.Equal(time ? 2.5 : null, meta.TimeStep);
        Assert.Empty(meta.Warnings);
    }

    [Fact]
    public void RAS_is_native_where_that_is_wanted()
    {
        MedMeta meta = MedFile.ReadMeta(Write("2 2 2", "space: RAS", "space directions: (1,0,0) (0,1,0) (0,0,1)", "space origin: (1,2,3)"), new ReadOptions { CoordinateSystem = CoordinateSystem.Native });
        Assert.Equal(CoordinateSystem.Nib, meta.CoordinateSystem);
        Assert.Equal("RAS", meta.Orientation);
        Assert.Equal(new double[] { 1, 2, 3 }, meta.Origin.ToArray());
    }

    [Theory]
    [InlineData("scanner-xyz", true)]
    [InlineData("3D-right-handed", true)]
    [InlineData("3D left handed", true)]
    [InlineData("3Dlefthanded", true)]
    [InlineData("LPS", false)]
    public void Other_spaces_are_taken_as_they_are_and_reported(string space, bool warned)
    {
        MedMeta meta = Read("2 2 2", "space: " + space, "space directions: (1,0,0) (0,2,0) (0,0,-3)", "space origin: (1,2,3)");
        Assert.Equal(new Affine(new double[,] { { 1, 0, 0, 1 }, { 0, 2, 0, 2 }, { 0, 0, -3, 3 }, { 0, 0, 0, 1 } }), meta.Affine);
        Assert.Equal(warned, meta.Warnings.Count == 1 && meta.Warnings[0].Contains(space));
    }

    [Fact]
    public void Spaces_without_a_name_are_LPS_as_ITK_writes_them()
    {
        MedMeta meta = Read("2 2", "space dimension: 2", "space directions: (1,0.5) (0,-2)", "space origin: (7,8)");
        Assert.Equal(new Affine(new double[,] { { 1, 0, 7 }, { 0.5, -2, 8 }, { 0, 0, 1 } }), meta.Affine);
        Assert.Empty(meta.Warnings);
        meta = Read("2 2 2 3", "space dimension: 4", "space directions: (1,0,0,0) (0,2,0,0) (0,0,3,0) (0,0,0,4)", "space origin: (7,8,9,0)");
        Assert.Equal((new Shape(2, 2, 2, 3), 4.0), (meta.Shape, meta.TimeStep));
        Assert.Empty(meta.Warnings);
        meta = Read("2 2 2", "space dimension: 3", "space directions: (1,0,0) (0,2,0) (0,0,3)", "space origin: (7,8,9)");
        Assert.Contains("name the space", Assert.Single(meta.Warnings));
        Assert.Equal(new double[] { 7, 8, 9 }, meta.Origin.ToArray());
    }

    [Fact]
    public void Planes_and_lines_in_space_get_axes_of_one_voxel()
    {
        MedMeta meta = Read("4 3", "space: LPS", "space directions: (0,2,0) (0,0,3)", "space origin: (5,6,7)");
        Assert.Equal(new Shape(4, 3, 1), meta.Shape);
        Assert.Equal(new Affine(new double[,] { { 0, 0, 1, 5 }, { 2, 0, 0, 6 }, { 0, 3, 0, 7 }, { 0, 0, 0, 1 } }), meta.Affine);
        Assert.Contains("fewer axes", Assert.Single(meta.Warnings));
        foreach (string direction in new[] { "(2,0,0)", "(0,2,0)", "(0,0,-2)", "(1,2,-3)" })
        {
            meta = Read("4", "space: LPS", "space directions: " + direction, "space origin: (5,6,7)");
            Assert.Equal(new Shape(4, 1, 1), meta.Shape);
            Assert.False(meta.Affine.IsSheared);
            Assert.Equal(new[] { meta.Spacing[0], 1, 1 }, meta.Spacing.ToArray().Select(s => Math.Round(s, 12) == 1 ? 1 : s));
            Assert.Equal(direction, "(" + string.Join(",", Enumerable.Range(0, 3).Select(r => meta.Affine[r, 0].ToString(CultureInfo.InvariantCulture))) + ")");
        }

        meta = Read("4", "space dimension: 2", "space directions: (3,4)", "space origin: (5,6)");
        Assert.Equal((new Shape(4, 1), 5.0, 1.0), (meta.Shape, meta.Spacing[0], meta.Spacing[1]));
        Assert.Equal(new double[] { -0.8, 0.6 }, new[] { meta.Affine[0, 1], meta.Affine[1, 1] });
    }

    [Theory]
    [InlineData("spacings: 2 3 4", "2 3 4", "0 0 0")]
    [InlineData("spacings: 2 3 nan", "2 3 1", "0 0 0")]
    [InlineData("spacings: 2 -3 4", "2 -3 4", "0 0 0")]
    [InlineData("", "1 1 1", "0 0 0")]
    [InlineData("spacings: 2 3 4|axis mins: 10 20 30", "2 3 4", "11 21.5 32")]
    [InlineData("spacings: 2 3 4|axismins: 10 20 30|centers: node cell node", "2 3 4", "10 21.5 30")]
    [InlineData("axis mins: 10 20 30|axis maxs: 18 23 32", "2 1 1", "11 20.5 30.5")]
    [InlineData("axis mins: 10 20 30|axis maxs: 16 22 31|centerings: node node node", "2 1 1", "10 20 30")]
    [InlineData("axis mins: 10 nan 30|spacings: 1 1 1", "1 1 1", "0 0 0")]
    [InlineData("space: LPS|spacings: 2 3 4", "2 3 4", "0 0 0")]
    [InlineData("space: LPS|spacings: 2 3 4|space origin: (5,6,7)", "2 3 4", "5 6 7")]
    [InlineData("space: RAS|spacings: 2 3 4|space origin: (5,6,7)", "-2 -3 4", "-5 -6 7")]
    public void Without_directions_axes_are_those_of_LPS(string fields, string diagonal, string origin)
    {
        string[] more = fields.Split('|').Where(f => f.Length > 0).DefaultIfEmpty("kinds: domain domain domain").ToArray();
        string[] kinds = more.Any(m => m.StartsWith("space:", StringComparison.Ordinal) || m.StartsWith("kinds", StringComparison.Ordinal)) ? Array.Empty<string>() : new[] { "kinds: space domain none" };
        MedMeta meta = Read("4 3 2", more.Concat(kinds).ToArray());
        Assert.Equal(diagonal, string.Join(" ", Enumerable.Range(0, 3).Select(i => meta.Affine[i, i].ToString(CultureInfo.InvariantCulture))));
        Assert.Equal(origin, meta.Origin.ToString());
        Assert.Contains("no space directions", Assert.Single(meta.Warnings));
    }

    [Theory]
    [InlineData("kinds: domain domain domain time|spacings: 1 1 1 2.5", 2.5)]
    [InlineData("kinds: domain domain domain time|spacings: 1 1 1 250|units: \"mm\" \"mm\" \"mm\" \"ms\"", 0.25)]
    [InlineData("kinds: domain domain domain time|axis mins: 0 0 0 10|axis maxs: 1 1 1 20|centers: cell cell cell cell", 5.0)]
    [InlineData("kinds: domain domain domain domain|spacings: 1 1 1 2.5", 2.5)]
    [InlineData("kinds: domain domain domain time", null)]
    [InlineData("kinds: domain domain domain list|spacings: 1 1 1 2.5", null)]
    [InlineData("space: LPST|space directions: (1,0,0,0) (0,1,0,0) (0,0,1,0) (0,0,0,-40)|space origin: (0,0,0,0)|space units: \"mm\" \"mm\" \"mm\" \"ms\"", 0.04)]
    [InlineData("space: LPST|space directions: (0,0,0,3) (1,0,0,0) (0,1,0,0) (0,0,1,0)|space origin: (0,0,0,0)", 3.0)]
    public void Time_step_is_in_seconds(string fields, double? seconds)
    {
        MedMeta meta = Read("2 2 2 2", fields.Split('|'));
        Assert.Equal(new Shape(2, 2, 2, 2), meta.Shape);
        Assert.Equal(seconds, meta.TimeStep);
    }

    [Theory]
    [InlineData("space: LPS|space directions: (1,0,0) (0,1,0) (0,0,1)", "no space origin")]
    [InlineData("space: LPS|space directions: (1,0,0) (0,1,0) (0,0,1)|space origin: none", "no space origin")]
    [InlineData("space: LPS|space directions: (1,0,0) (0,1,0) (0,0,1)|space origin: (0,0,0)|spacings: 2 2 2", "spacings")]
    [InlineData("space: LPS|space directions: (1,0,0) (0,1,0) (0,0,1)|space origin: (0,0,0)|space units: \"um\" \"um\" \"um\"", "um")]
    [InlineData("space: LPS|space directions: (1,0,0) (0,1,0) (0,0,1)|space origin: (0,0,0)|old min: 0|old max: 1.5", "quantized")]
    public void What_is_assumed_is_reported(string fields, string word)
    {
        MedMeta meta = Read("2 2 2", fields.Split('|'));
        Assert.Equal(Affine.Identity(), meta.Affine);
        Assert.Contains(word, Assert.Single(meta.Warnings));
    }

    [Theory]
    [InlineData("space: LPS|space directions: (1,0,0) (0,1,0) (0,1,0)|space origin: (0,0,0)")]
    [InlineData("space: LPS|space directions: (1,0,0) (0,1,0) (0,0,0)|space origin: (0,0,0)")]
    [InlineData("space: LPS|space directions: (1,0,0) (0,1,0) (0,0,nan)|space origin: (0,0,0)")]
    [InlineData("space: LPS|space directions: (1,0,0) (0,1,0) (0,0,1e200)|space origin: (0,0,0)")]
    [InlineData("space: LPS|space directions: (1,0,0) (0,1,0) (0,0,1)|space origin: (0,inf,0)")]
    [InlineData("space: LPST|space directions: (1,0,0,1) (0,1,0,0) (0,0,1,0)|space origin: (0,0,0,0)")]
    [InlineData("kinds: domain domain domain|spacings: 1 0 1")]
    public void Unusable_geometry_is_an_error_unless_a_default_is_allowed(string fields)
    {
        string path = Write("2 2 2", fields.Split('|'));
        Assert.Equal(MedIOError.InvalidAffine, Assert.Throws<MedIOException>(() => MedFile.ReadMeta(path)).Error);
        MedMeta meta = MedFile.ReadMeta(path, new ReadOptions { AllowDefaultAffine = true });
        Assert.Equal(Affine.Identity(), meta.Affine);
        Assert.NotEmpty(meta.Warnings);
    }

    private string Write(string sizes, params string[] more) => _folder.Write("a.nrrd", HeaderOf(sizes, "uchar", "raw", more), "\n", new byte[sizes.Split(' ').Aggregate(1, (n, s) => n * int.Parse(s, CultureInfo.InvariantCulture))]);

    private MedMeta Read(string sizes, params string[] more) => MedFile.ReadMeta(Write(sizes, more));
}
