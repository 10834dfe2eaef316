using System;
using System.IO;
using System.Linq;
using MedIO.Tests;
using MedIO.Tests.Dicom;
using Xunit;

namespace MedIO.Backends.Tests.FoDicom;

/// <summary>The same file read by this library and by fo-dicom.</summary>
internal static class BothReadings
{
    /// <summary>Whether the native codecs of fo-dicom.Codecs are there.</summary>
    public static bool HasCodecs => MedBackends.Get(MedBackends.FoDicom).Version!.Contains("(fo-dicom.Codecs", StringComparison.Ordinal);

    public static ReadOptions By(string backend) => new() { Backend = backend, AllowDefaultAffine = true, Header = true };

    /// <summary>Reads a file that is nothing but these bytes by fo-dicom.</summary>
    public static MedImage Read(byte[] bytes, ReadOptions? options = null) => WithFile(bytes, path => MedFile.Read(path, options ?? By(MedBackends.FoDicom)));

    /// <summary>The error that reading a file of these bytes by fo-dicom ends in.</summary>
    public static MedIOException Fails(byte[] bytes, ReadOptions? options = null) => Assert.Throws<MedIOException>(() => Read(bytes, options));

    public static T WithFile<T>(byte[] bytes, Func<string, T> use)
    {
        using var folder = new ScratchFolder();
        string path = folder["image.dcm"];
        File.WriteAllBytes(path, bytes);
        return use(path);
    }

    /// <summary>Checks that both make the same image, voxel by voxel, and say the same of it.</summary>
    /// <param name="name">What is read, for the message.</param>
    /// <param name="path">The file or folder.</param>
    /// <param name="tolerance">How far voxels may be apart.</param>
    public static void AreSame(string name, string path, double tolerance = 0)
    {
        MedImage own = MedFile.Read(path, By(MedBackends.MedIO));
        MedImage other = MedFile.Read(path, By(MedBackends.FoDicom));
        Assert.Equal(MedBackends.FoDicom, other.Metadata.Backend);
        Assert.True(own.Shape.SequenceEqual(other.Shape), $"{name}: {own.Shape}, by fo-dicom {other.Shape}");
        Assert.True(own.DataType == other.DataType && own.Components == other.Components, $"{name}: {own.Components} x {own.DataType}, by fo-dicom {other.Components} x {other.DataType}");
        Assert.Equal(own.Affine.ToString(), other.Affine.ToString());
        Assert.Equal(own.Metadata.TimeStep, other.Metadata.TimeStep);
        Assert.Equal(own.Metadata.Warnings, other.Metadata.Warnings);
        double[] mine = ImageFile.Values(own);
        double[] theirs = ImageFile.Values(other);
        int apart = Enumerable.Range(0, mine.Length).FirstOrDefault(i => !(mine[i].Equals(theirs[i]) || Math.Abs(mine[i] - theirs[i]) <= tolerance), -1);
        Assert.True(apart < 0, apart < 0 ? null : FormattableString.Invariant($"{name}: voxel {apart} is {mine[apart]}, by fo-dicom {theirs[apart]}"));
    }

    /// <summary>The same of a file of these bytes.</summary>
    public static void AreSame(string name, byte[] bytes, double tolerance = 0) => WithFile(bytes, path =>
    {
        AreSame(name, path, tolerance);
        return true;
    });
}
