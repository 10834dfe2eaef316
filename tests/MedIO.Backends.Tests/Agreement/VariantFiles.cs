using System;
using System.Buffers.Binary;
using System.IO;
using Xunit;

namespace MedIO.Backends.Tests.Agreement;

/// <summary>What other programs write into headers and this library does not: files of <see cref="MadeFiles"/>, changed.</summary>
internal static class VariantFiles
{
    // Of an image that lies across the world's axes.
    private const string Model = "oblique-1";

    // Fields of the NIfTI-1 header.
    private const int Dimensions = 40;
    private const int Slope = 112;
    private const int Intercept = 116;
    private const int Units = 123;
    private const int QformCode = 252;
    private const int SformCode = 254;
    private const int SformOffset = 292;

    public static void Write(string folder)
    {
        Nifti("forms-none", h => Short(h, QformCode, 0, SformCode, 0));
        Nifti("form-quaternion", h => Short(h, SformCode, 0));
        Nifti("form-matrix", h => Short(h, QformCode, 0));
        Nifti("forms-scanner-and-aligned", h => Short(h, QformCode, 1, SformCode, 2));
        Nifti("forms-elsewhere", h => Single(h, SformOffset, 50));
        Nifti("scaled", h => Single(h, Slope, 2.5f, Intercept, -3));
        Nifti("scaled-whole", h => Single(h, Slope, 2, Intercept, -1024));
        Nifti("slope-zero", h => Single(h, Slope, 0, Intercept, 5));
        Nifti("metres", h => h[Units] = 1);
        Nifti("micrometres", h => h[Units] = 3);
        Nifti("axes-7", h => Short(h, Dimensions, 7));

        Text("nhdr", "ras", t => t.Replace("space: left-posterior-superior", "space: right-anterior-superior"));
        Text("nhdr", "las", t => t.Replace("space: left-posterior-superior", "space: LAS"));
        Text("nhdr", "scanner", t => t.Replace("space: left-posterior-superior", "space: scanner-xyz"));
        Text("nhdr", "unplaced", t => t.Replace("space: left-posterior-superior", "space dimension: 3"));

        Text("mhd", "orientation", t => t.Replace("AnatomicalOrientation = SAR", "AnatomicalOrientation = LPS"));
        Text("mhd", "centre", t => t.Replace("CenterOfRotation = 0 0 0", "CenterOfRotation = 10 20 30"));
        Text("mhd", "size", t => t.Replace("ElementSpacing =", "ElementSize ="));
        Text("mhd", "offset", t => t.Replace("Offset =", "Position ="));
        Text("mhd", "matrix", t => t.Replace("TransformMatrix =", "Rotation ="));

        void Nifti(string name, Action<byte[]> change)
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(folder, "nii", Model + ".nii"));
            change(bytes);
            File.WriteAllBytes(Path.Combine(folder, "nii", $"header-{name}.nii"), bytes);
        }

        void Text(string format, string name, Func<string, string> change)
        {
            string text = File.ReadAllText(Path.Combine(folder, format, Model + "." + format));
            string changed = change(text);
            Assert.NotEqual(text, changed);
            File.WriteAllText(Path.Combine(folder, format, $"header-{name}.{format}"), changed);
        }
    }

    private static void Short(byte[] header, params int[] fields)
    {
        for (int i = 0; i < fields.Length; i += 2)
        {
            BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(fields[i]), (short)fields[i + 1]);
        }
    }

    private static void Single(byte[] header, params float[] fields)
    {
        for (int i = 0; i < fields.Length; i += 2)
        {
            BinaryPrimitives.WriteSingleLittleEndian(header.AsSpan((int)fields[i]), fields[i + 1]);
        }
    }
}
