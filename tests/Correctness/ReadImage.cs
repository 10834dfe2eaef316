using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MedIO.Correctness;

/// <summary>An image as an independent reader has it.</summary>
internal sealed class ReadImage
{
    private readonly JsonElement _said;

    public ReadImage(JsonElement said) => _said = said;

    public int[] Shape => _said.GetProperty("shape").EnumerateArray().Select(n => n.GetInt32()).ToArray();

    /// <summary>Of a series, its files.</summary>
    public IReadOnlyList<string>? Files => IsThere("files") ? _said.GetProperty("files").EnumerateArray().Select(f => f.GetString()!).ToArray() : null;

    /// <summary>Where its axes go, as in RAS; null where it does not say.</summary>
    public string? Orientation => IsThere("orientation") ? _said.GetProperty("orientation").GetString() : null;

    public JsonElement? Header => IsThere("header") ? _said.GetProperty("header") : null;

    /// <summary>Whether all there is stands in its header.</summary>
    public bool IsComplete => _said.GetProperty("complete").GetBoolean();

    /// <summary>To what part of them the numbers of its header are rounded.</summary>
    public double Precision => _said.GetProperty("precision").GetDouble();

    public bool HasVoxels => IsThere("voxels");

    public bool HasPlace => IsThere("affine");

    public bool HasTimeStep => IsThere("timeStep");

    /// <summary>As an image of this library, in its world of LPS+; where it does not say where it lies, it lies where ours does.</summary>
    /// <returns>Null where its axes do not span the space.</returns>
    public MedImage? ToImage(MedImage ours, bool placeless = false)
    {
        // Axes of one voxel at the end say nothing.
        int[] shape = Shape.Reverse().SkipWhile((n, i) => n == 1 && Shape.Length - i > ours.Shape.Count).Reverse().ToArray();
        int components = _said.GetProperty("components").GetInt32();
        Affine affine = HasPlace && !placeless ? World() : ours.Affine;
        if (affine.IsSingular)
        {
            return null;
        }

        var image = new MedImage(Voxels(), new MedMeta(new Shape(shape), shape.Length < 3 ? Plane(affine) : affine.To3D(), CoordinateSystem.Itk, Kind(), components));
        image.Metadata.TimeStep = HasTimeStep ? _said.GetProperty("timeStep").GetDouble() : ours.TimeStep;
        return image;
    }

    private static Affine Plane(Affine a) => new(new[,] { { a[0, 0], a[0, 1], a[0, a.Dimension] }, { a[1, 0], a[1, 1], a[1, a.Dimension] }, { 0, 0, 1 } });

    private bool IsThere(string name) => _said.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    private Affine World()
    {
        double[] numbers = _said.GetProperty("affine").EnumerateArray().Select(n => n.GetDouble()).ToArray();
        double sign = _said.GetProperty("world").GetString() == "RAS" ? -1 : 1;
        var matrix = new double[4, 4];
        for (int i = 0; i < 16; i++)
        {
            matrix[i / 4, i % 4] = i < 8 ? sign * numbers[i] : numbers[i];
        }

        return new Affine(matrix);
    }

    private VoxelType Kind() => _said.GetProperty("type").GetString() switch
    {
        "u1" => VoxelType.UInt8,
        "i1" => VoxelType.Int8,
        "u2" => VoxelType.UInt16,
        "i2" => VoxelType.Int16,
        "u4" => VoxelType.UInt32,
        "i4" => VoxelType.Int32,
        "u8" => VoxelType.UInt64,
        "i8" => VoxelType.Int64,
        "f4" => VoxelType.Float32,
        "f8" => VoxelType.Float64,
        "c8" => VoxelType.Complex64,
        "c16" => VoxelType.Complex128,
        var other => throw new InvalidDataException($"A reader gives the type {other}."),
    };

    private Array Voxels()
    {
        VoxelType kind = Kind();
        if (!HasVoxels)
        {
            long count = Shape.Aggregate((long)_said.GetProperty("components").GetInt32(), (n, m) => n * m);
            return Array.CreateInstance(VoxelTypes.ToClrType(kind), count);
        }

        string path = _said.GetProperty("voxels").GetString()!;
        byte[] bytes = File.ReadAllBytes(path);
        File.Delete(path);
        Array voxels = Array.CreateInstance(VoxelTypes.ToClrType(kind), bytes.Length / VoxelTypes.SizeOf(kind));
        bytes.CopyTo(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(voxels), bytes.Length));
        return voxels;
    }
}
