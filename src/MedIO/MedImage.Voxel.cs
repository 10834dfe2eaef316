using System;
using System.Linq;

namespace MedIO;

/// <content>One voxel by its index; an overload a number of axes, since PowerShell finds indexers by the count.</content>
public sealed partial class MedImage
{
    /// <summary>One voxel of an image with one axis: a number, or an array of the components.</summary>
    /// <param name="x">Index along the first axis; negative ones count from the end.</param>
    public object this[int x] { get => Get(x); set => Set(value, x); }

    /// <summary>One voxel of an image with two axes.</summary>
    /// <param name="x">Index along the first axis; negative ones count from the end.</param>
    /// <param name="y">Index along the second axis.</param>
    public object this[int x, int y] { get => Get(x, y); set => Set(value, x, y); }

    /// <summary>One voxel of an image with three axes.</summary>
    /// <param name="x">Index along the first axis; negative ones count from the end.</param>
    /// <param name="y">Index along the second axis.</param>
    /// <param name="z">Index along the third axis.</param>
    public object this[int x, int y, int z] { get => Get(x, y, z); set => Set(value, x, y, z); }

    /// <summary>One voxel of an image with four axes.</summary>
    /// <param name="x">Index along the first axis; negative ones count from the end.</param>
    /// <param name="y">Index along the second axis.</param>
    /// <param name="z">Index along the third axis.</param>
    /// <param name="t">Index along the fourth axis.</param>
    public object this[int x, int y, int z, int t] { get => Get(x, y, z, t); set => Set(value, x, y, z, t); }

    /// <summary>One voxel of an image with any number of axes.</summary>
    /// <param name="index">One index an axis; negative ones count from the end.</param>
    /// <returns>A number, or an array of the components.</returns>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidSlice"/>: too few or too many indices, or one outside the image.</exception>
    public object GetVoxel(params int[] index) => Get(index);

    /// <summary>Sets one voxel.</summary>
    /// <param name="value">A number, or an array of the components.</param>
    /// <param name="index">One index an axis; negative ones count from the end.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidSlice"/>: too few or too many indices, or one outside the image.</exception>
    public void SetVoxel(object value, params int[] index) => Set(value, index);

    private object Get(params int[] index)
    {
        long offset = Offset(index);
        if (Components == 1)
        {
            return Voxels.GetValue(offset)!;
        }

        var components = Array.CreateInstance(Voxels.GetType().GetElementType()!, Components);
        Array.Copy(Voxels, offset, components, 0, Components);
        return components;
    }

    private void Set(object value, params int[] index)
    {
        long offset = Offset(index);
        Type type = Voxels.GetType().GetElementType()!;
        if (value is Array components)
        {
            if (components.Length != Components)
            {
                throw new ArgumentException($"A voxel here has {Components} component(s), not {components.Length}.", nameof(value));
            }

            // All or none: the conversion of a later one may fail.
            object[] converted = components.Cast<object>().Select(c => ChangeType(c, type)).ToArray();
            for (int c = 0; c < Components; c++)
            {
                Voxels.SetValue(converted[c], offset + c);
            }

            return;
        }

        if (Components != 1)
        {
            throw new ArgumentException($"A voxel here has {Components} components; give an array of them.", nameof(value));
        }

        Voxels.SetValue(ChangeType(value, type), offset);
    }

    private static object ChangeType(object value, Type type) => type.IsInstanceOfType(value)
        ? value
        : type == typeof(Complex64) ? new Complex64(System.Convert.ToSingle(value, System.Globalization.CultureInfo.InvariantCulture), 0)
        : type == typeof(System.Numerics.Complex) ? new System.Numerics.Complex(System.Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture), 0)
        : System.Convert.ChangeType(value, type, System.Globalization.CultureInfo.InvariantCulture);

    private long Offset(int[] index)
    {
        if (index.Length != Shape.Count)
        {
            throw new MedIOException(MedIOError.InvalidSlice, $"A voxel of this image has {Shape.Count} indices ({Shape}), not {index.Length}.");
        }

        long offset = 0;
        for (int axis = index.Length - 1; axis >= 0; axis--)
        {
            int n = Shape[axis];
            int i = index[axis] < 0 ? index[axis] + n : index[axis];
            if (i < 0 || i >= n)
            {
                throw new MedIOException(MedIOError.InvalidSlice, $"Index {string.Join(", ", index.Select(v => v.ToString(System.Globalization.CultureInfo.InvariantCulture)))} is outside the image: axis {axis} has {n} voxels.");
            }

            offset = (offset * n) + i;
        }

        return offset * Components;
    }
}
