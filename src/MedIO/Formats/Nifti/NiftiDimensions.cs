using System;

namespace MedIO.Formats.Nifti;

/// <summary>Shape and components out of dim, datatype and intent_code.</summary>
/// <param name="Shape">Voxels along each axis, components left out.</param>
/// <param name="Components">Numbers a voxel.</param>
/// <param name="Planar">Whether the components are the fifth dimension, each a volume of its own.</param>
internal sealed record NiftiDimensions(Shape Shape, int Components, bool Planar)
{
    private const int VectorDimension = 5;

    /// <summary>Whether an intent says that the fifth dimension holds the components of each voxel (nifti1.h, INTENT codes).</summary>
    public static bool IsVector(long intentCode) => intentCode is 1005 or 1006 or 1007 or 2003 or 2004;

    /// <exception cref="MedIOException"><see cref="MedIOError.InvalidDimensions"/>.</exception>
    public static NiftiDimensions Read(NiftiHeader header, int components, string path)
    {
        long rank = header.Integer(NiftiField.Dim);
        if (rank is < 1 or > 7)
        {
            throw Invalid(path, FormattableString.Invariant($"dim[0] is {rank}, and an image has 1 to 7 dimensions"));
        }

        var sizes = new long[rank];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = header.Integer(NiftiField.Dim, i + 1);
        }

        UnfoldSurface(header, sizes);
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] is < 1 or > int.MaxValue)
            {
                throw Invalid(path, FormattableString.Invariant($"dim[{i + 1}] is {sizes[i]}"));
            }
        }

        bool vector = components == 1 && sizes.Length >= VectorDimension && sizes[4] > 1 && IsVector(header.Integer(NiftiField.IntentCode));
        for (int i = VectorDimension; i < sizes.Length; i++)
        {
            vector &= sizes[i] == 1;
        }

        int count = sizes.Length;
        if (vector)
        {
            components = (int)sizes[4];
            count = sizes[3] == 1 ? 3 : 4;
        }

        var shape = new int[count];
        for (int i = 0; i < count; i++)
        {
            shape[i] = (int)sizes[i];
        }

        return new NiftiDimensions(new Shape(shape), components, vector);
    }

    // FreeSurfer's two ways to store a surface's values in dimensions of 16 bits, resolved as nibabel does.
    private static void UnfoldSurface(NiftiHeader header, long[] sizes)
    {
        if (header.Version != 1 || sizes.Length < 3)
        {
            return;
        }

        if (sizes[0] == -1 && sizes[1] == 1 && sizes[2] == 1)
        {
            sizes[0] = header.Integer(NiftiField.Glmin);
        }
        else if (sizes[0] == 27307 && sizes[1] == 1 && sizes[2] == 6)
        {
            sizes[0] = 163842;
            sizes[2] = 1;
        }
    }

    private static MedIOException Invalid(string path, string what) => new(
        MedIOError.InvalidDimensions,
        $"{path}: {what}. The header is damaged: copy the file again from where it came from.",
        path);
}
