using System;
using System.Collections.Generic;
using System.Linq;
using MedIO.Geometry;

namespace MedIO.Formats.Nifti;

/// <summary>
/// Makes the header of an image to be written: what the image itself says, and what the file it came from said besides,
/// as far as that is still true.
/// </summary>
internal sealed class NiftiHeaderBuilder
{
    private const int VectorIntent = 1007;

    private readonly MedMeta _image;
    private readonly NiftiNative? _native;
    private readonly bool _pair;
    private readonly int _bytesBehind;
    private readonly SaveOptions _options;
    private readonly bool _vector;
    private readonly double[,] _affine;
    private readonly NiftiAxisTrace? _trace;

    /// <param name="image">The image's metadata; not changed.</param>
    /// <param name="native">What it brought along from NIfTI, if it came from there.</param>
    /// <param name="pair">Whether the voxels get a file of their own.</param>
    /// <param name="bytesBehind">Bytes between the header and a single file's voxels.</param>
    /// <param name="options">Gets warnings.</param>
    public NiftiHeaderBuilder(MedMeta image, NiftiNative? native, bool pair, int bytesBehind, SaveOptions options)
    {
        _image = image;
        _native = native;
        _pair = pair;
        _bytesBehind = bytesBehind;
        _options = options;
        bool colour = image.Components is 3 or 4 && image.DataType == VoxelType.UInt8;
        bool wasVector = native is not null && NiftiDimensions.IsVector(native.Header.Integer(NiftiField.IntentCode)) && native.Header.Integer(NiftiField.Datatype) == NiftiDataType.UInt8;
        _vector = image.Components > 1 && (!colour || wasVector);
        MedMeta meta = image.Clone();
        meta.Convert(CoordinateSystem.Nib);
        _affine = meta.Affine.Whole();
        _trace = native is null ? null : NiftiAxisTrace.Find(native, image.Shape, _affine);
    }

    public static bool IsColour(NiftiHeader header) => header.Integer(NiftiField.Datatype) is NiftiDataType.Rgb24 or NiftiDataType.Rgba32;

    /// <exception cref="MedIOException"><see cref="MedIOError.CannotRepresent"/>.</exception>
    public NiftiHeader Build()
    {
        int[] dim = Dimensions();
        int version = _native?.Header.Version == 2 || dim.Any(n => n > short.MaxValue) || !NiftiTransforms.FitsFloat32(_affine) ? 2 : 1;
        NiftiHeader header = _native?.Header.Convert(version, _pair) ?? NiftiHeader.Create(version, _pair);
        if (version == 1)
        {
            header.SetText(NiftiField.Regular, "r");
            header.SetInteger(NiftiField.Glmin, 0);
            header.SetInteger(NiftiField.Glmax, 0);
        }

        header.SetInteger(NiftiField.VoxOffset, _pair ? 0 : NiftiHeader.SizeOf(version) + _bytesBehind);
        SetType(header);
        SetIntent(header, dim);
        SetAxes(header);
        NiftiTransforms.Write(header, _affine, TransformCodes());
        SetDimensions(header, dim);
        SetTime(header);
        NiftiFields.Apply(_image.Header, _native?.Header, header, _options.Warn);
        return header;
    }

    private int[] Dimensions()
    {
        int[] shape = _image.Shape.ToArray();
        if (!_vector)
        {
            return shape;
        }

        return shape.Length <= 4
            ? shape.Concat(Enumerable.Repeat(1, 4 - shape.Length)).Concat(new[] { _image.Components }).ToArray()
            : throw new MedIOException(
                MedIOError.CannotRepresent,
                $"NIfTI keeps the components of a voxel in the fifth dimension, so an image of {_image.Components} components cannot have the shape {_image.Shape}. Save its volumes one by one.");
    }

    private void SetType(NiftiHeader header)
    {
        int code = _image.Components == 1 || _vector ? NiftiDataType.Code(_image.DataType)
            : _image.Components == 3 ? NiftiDataType.Rgb24 : NiftiDataType.Rgba32;
        header.SetInteger(NiftiField.Datatype, code);
        header.SetInteger(NiftiField.Bitpix, VoxelTypes.SizeOf(_image.DataType) * 8 * (_vector ? 1 : _image.Components));
        header.SetNumber(NiftiField.SclSlope, 1);
        header.SetNumber(NiftiField.SclInter, 0);
    }

    private void SetIntent(NiftiHeader header, int[] dim)
    {
        bool saysVector = NiftiDimensions.IsVector(header.Integer(NiftiField.IntentCode));
        if (_vector && !saysVector)
        {
            header.SetInteger(NiftiField.IntentCode, VectorIntent);
        }
        else if (!_vector && saysVector && dim.Length > 4 && dim[4] > 1)
        {
            // These axes would be taken for components.
            header.SetInteger(NiftiField.IntentCode, 0);
        }
    }

    /// <summary>dim_info and the slice fields speak of the file's axes by number; they follow the axes, or go.</summary>
    private void SetAxes(NiftiHeader header)
    {
        if (_native is null)
        {
            return;
        }

        long info = header.Integer(NiftiField.DimInfo);
        int slice = _trace is null ? -1 : Array.IndexOf(_trace.Source, (int)((info >> 4) & 3) - 1);
        header.SetInteger(NiftiField.DimInfo, Moved(info, 0) | Moved(info, 2) | Moved(info, 4));
        if (slice < 0 || !_trace!.IsWhole(slice, _image.Shape, _native.Shape))
        {
            header.SetInteger(NiftiField.SliceCode, 0);
            header.SetInteger(NiftiField.SliceStart, 0);
            header.SetInteger(NiftiField.SliceEnd, 0);
            header.SetNumber(NiftiField.SliceDuration, 0);
        }
        else if (_trace.Step[slice] < 0)
        {
            FlipSlices(header, _image.Shape[slice]);
        }
    }

    private long Moved(long info, int shift)
    {
        int axis = (int)((info >> shift) & 3);
        return axis == 0 || _trace is null ? 0 : (long)(Array.IndexOf(_trace.Source, axis - 1) + 1) << shift;
    }

    // Codes 1 and 2, 3 and 4, 5 and 6 are the same order seen from either end (nifti1.h, NIFTI_SLICE).
    private static void FlipSlices(NiftiHeader header, int count)
    {
        long code = header.Integer(NiftiField.SliceCode);
        header.SetInteger(NiftiField.SliceCode, code is >= 1 and <= 6 ? ((code - 1) ^ 1) + 1 : 0);
        long start = header.Integer(NiftiField.SliceStart);
        long end = header.Integer(NiftiField.SliceEnd);
        bool sound = start >= 0 && end >= start && end < count && end > 0;
        header.SetInteger(NiftiField.SliceStart, sound ? count - 1 - end : 0);
        header.SetInteger(NiftiField.SliceEnd, sound ? count - 1 - start : 0);
    }

    /// <summary>The codes to write: those of the file while the image lies in its grid, 2 (aligned) where it was moved, 1 (scanner) otherwise.</summary>
    private (int Sform, int Qform) TransformCodes()
    {
        if (_native is null)
        {
            return (1, 1);
        }

        if (_trace is null)
        {
            return (2, 2);
        }

        int sform = Code(_native.Header.Integer(NiftiField.SformCode));
        int qform = Code(_native.Header.Integer(NiftiField.QformCode));

        // Where they disagreed the sform's place was read, and a qform of that place is not what its code says.
        int used = sform > 0 ? sform : qform > 0 ? qform : 1;
        return (used, qform > 0 && _native.FormsAgree ? qform : used);
    }

    private static int Code(long code) => code is >= 0 and <= 5 ? (int)code : 0;

    private void SetDimensions(NiftiHeader header, int[] dim)
    {
        header.SetInteger(NiftiField.Dim, dim.Length);
        for (int i = 1; i <= 7; i++)
        {
            header.SetInteger(NiftiField.Dim, i <= dim.Length ? dim[i - 1] : 1, i);
            bool kept = _native is not null && (i > dim.Length || _native.Header.Integer(NiftiField.Dim, i) == dim[i - 1]);
            if (i > 4 && !kept)
            {
                header.SetNumber(NiftiField.Pixdim, 1, i);
            }
        }
    }

    /// <summary>The unit mm, and the fourth axis: seconds unless the file counted in other units.</summary>
    private void SetTime(NiftiHeader header)
    {
        const int Millimetre = 2;
        const int Second = 8;
        bool hasTime = _image.Shape.Count > 3;
        long unit = _native is null ? 0 : header.Integer(NiftiField.XyztUnits) & 0x38;
        double perUnit = _native is null ? 1 : NiftiGeometry.SecondsPerUnit(header);
        bool sameLength = hasTime && _native?.Shape.Count > 3 && _native.Shape[3] == _image.Shape[3];
        if (_image.TimeStep is { } step && hasTime)
        {
            // A step in seconds where the file had, say, Hz: the user knows better.
            unit = _native is null || perUnit == 0 ? Second : unit;
            header.SetNumber(NiftiField.Pixdim, step / (perUnit == 0 ? 1 : perUnit), 4);
        }
        else if (hasTime && (perUnit != 0 || !sameLength))
        {
            // Not known.
            header.SetNumber(NiftiField.Pixdim, 0, 4);
        }
        else if (_native is null)
        {
            header.SetNumber(NiftiField.Pixdim, 1, 4);
        }

        if (hasTime && !sameLength)
        {
            // Where the first of the volumes taken began is not known.
            header.SetNumber(NiftiField.Toffset, 0);
        }

        header.SetInteger(NiftiField.XyztUnits, Millimetre | unit);
    }
}
