using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace MedIO.Tests.Conversion;

/// <content>From every format to every format: voxels and their places survive, or an error or a warning says what cannot.</content>
public sealed class FormatPairTests
{
    private const int Images = 14;

    /// <summary>All suffixes that are written.</summary>
    public static IEnumerable<object[]> Suffixes => MedFile.WriteSuffixes.Select(s => new object[] { s.Key });

    [Theory]
    [MemberData(nameof(Suffixes))]
    public void What_is_converted_from_a_format_is_in_its_place(string from)
    {
        foreach (string to in MedFile.WriteSuffixes.Select(s => s.Key))
        {
            int converted = 0;
            for (int seed = 0; seed < Images; seed++)
            {
                converted += Convert(new Random(seed), seed, from, to) ? 1 : 0;
            }

            Assert.True(converted >= 2, $"{from} to {to}: {converted} of {Images} images were converted.");
        }
    }

    [SharedDataTheory]
    [InlineData("itk/anat.gipl")]
    [InlineData("itk/anat.mhd")]
    [InlineData("itk/anat.nhdr")]
    [InlineData("itk/anat-z.nrrd")]
    [InlineData("itk/anat.vtk")]
    [InlineData("itk/oblique-z.mha")]
    [InlineData("nifti/example4d.nii.gz")]
    [InlineData("nifti/functional.nii")]
    [InlineData("other/example4d+orig.HEAD")]
    [InlineData("other/minc1_1_scale.mnc")]
    [InlineData("other/minc2_1_scale.mnc")]
    [InlineData("other/phantom_EPI_asc_CLEAR_2_1.PAR")]
    [InlineData("other/test.mgz")]
    public void Real_images_are_converted_to_every_format(string name)
    {
        string source = SharedData.Path(name);
        MedImage before;
        try
        {
            before = MedFile.Read(source);
        }
        catch (MedIOException e) when (name == "other/minc2_1_scale.mnc" && e.Message.IndexOf("7.4", StringComparison.Ordinal) >= 0)
        {
            // The library that reads MINC 2 is not there for .NET Framework.
            return;
        }

        int converted = 0;
        foreach (string to in MedFile.WriteSuffixes.Select(s => s.Key))
        {
            using var folder = new ScratchFolder();
            converted += Convert(folder, source, before, Target(folder, to, before.Shape), new ReadOptions()) ? 1 : 0;
        }

        Assert.True(converted >= 6, $"{name} was converted to {converted} suffixes only.");
    }

    private static bool Convert(Random random, int seed, string from, string to)
    {
        using var folder = new ScratchFolder();
        MedImage image = PairImage.Make(random, seed);
        string source = folder["a" + from];
        var said = new List<string>();
        try
        {
            image.Save(source, new SaveOptions { Warn = said.Add, AllowReorient = true });
        }
        catch (MedIOException e)
        {
            Assert.Equal(MedIOError.CannotRepresent, e.Error);
            Assert.Equal(Array.Empty<string>(), folder.Names());
            return false;
        }

        var options = new ReadOptions { CoordinateSystem = random.Next(2) == 0 ? CoordinateSystem.Itk : CoordinateSystem.Nib, AllowDefaultAffine = true };
        string[] turned = { "RAS", "LPI", "SAR", "IPR" };
        options.Orientation = seed > 2 && image.Shape.Count > 2 && random.Next(2) == 0 ? turned[random.Next(turned.Length)] : null;
        return Convert(folder, source, MedFile.Read(source, options), Target(folder, to, image.Shape), options);
    }

    private static bool Convert(ScratchFolder folder, string source, MedImage before, string target, ReadOptions options)
    {
        string[] names = folder.Names();
        MedConversion conversion;
        try
        {
            conversion = MedFile.Convert(source, target, options, new SaveOptions { AllowReorient = true });
        }
        catch (MedIOException e)
        {
            // What cannot be told is refused in words, and nothing is left behind.
            Assert.True(e.Error == MedIOError.CannotRepresent, $"{source} to {target}: {e}");
            Assert.StartsWith(target, e.Message, StringComparison.Ordinal);
            Assert.True(e.Message.Split('.').Length > 2, e.Message);
            Assert.Equal(names, folder.Names());
            return false;
        }

        string context = $"{source} {before.Metadata} to {target}, {conversion.Warnings}";
        Assert.Equal(conversion.Files.Select(f => Path.GetFileName(f)).Concat(names).OrderBy(n => n, StringComparer.Ordinal), folder.Names());
        before = PairImage.InSpace(before);
        MedImage after = PairImage.InSpace(PairImage.Read(conversion, before));
        Assert.Equal(before.Components, after.Components);
        if (after.Orientation != before.Orientation && !IsPicture(target))
        {
            after = after.Reorient(before.Orientation);
        }

        Assert.True(PairImage.Trim(before.Shape).SequenceEqual(PairImage.Trim(after.Shape)), $"{context}: {after.Shape}");
        bool warned = conversion.Warnings.Except(before.Metadata.Warnings).Any();
        if (!warned || !IsPicture(target))
        {
            AssertSamePlaces(before, after, context);
        }

        bool isSeries = before.Shape.Count > 3 && before.Shape[3] > 1;
        Assert.True(!isSeries || warned || Math.Abs((before.Metadata.TimeStep ?? 0) - (after.Metadata.TimeStep ?? 0)) < 1e-3, $"{context}: time step {before.Metadata.TimeStep} has become {after.Metadata.TimeStep}");
        double most = PairImage.MostDifference(before, after);
        double allowed = PairImage.Tolerance(before, target);
        Assert.True(most <= allowed || (target.EndsWith("g", StringComparison.Ordinal) && warned && most < 128), $"{context}: values differ by {most}, {allowed} are allowed");
        return true;
    }

    // Corner to corner, so that headers of single precision and of whole numbers of dots an inch may round.
    private static void AssertSamePlaces(MedImage before, MedImage after, string context)
    {
        Affine left = before.Affine.To3D();
        Affine right = after.Affine.To3D();
        for (int corner = 0; corner < 8; corner++)
        {
            double[] index = Enumerable.Range(0, 3).Select(i => ((corner >> i) & 1) * (i < before.Shape.Count ? before.Shape[i] - 1.0 : 0)).ToArray();
            Vector a = left.IndexToCoordinate(new Vector(index));
            Vector b = right.IndexToCoordinate(new Vector(index));
            double apart = Math.Sqrt(Enumerable.Range(0, 3).Sum(i => Math.Pow(a[i] - b[i], 2)));
            Assert.True(apart < 1e-3 * Math.Max(1, left.Spacing.Min()), $"{context}: corner {corner} at {a} has gone to {b}");
        }
    }

    private static bool IsPicture(string target) => new[] { ".png", ".jpg", ".jpeg", ".tif", ".tiff" }.Any(s => target.EndsWith(s, StringComparison.Ordinal));

    private static string Target(ScratchFolder folder, string suffix, Shape shape)
    {
        bool one = shape.Skip(2).All(n => n == 1);
        return folder[(one || !IsPicture(suffix) || suffix.StartsWith(".t", StringComparison.Ordinal) ? "b" : "b{0:D3}") + suffix];
    }
}
