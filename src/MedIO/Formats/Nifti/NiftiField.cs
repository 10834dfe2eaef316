using System.Collections.Generic;
using System.Linq;

namespace MedIO.Formats.Nifti;

/// <summary>How a header field is stored.</summary>
internal enum NiftiFieldKind
{
    /// <summary>The version has no such field.</summary>
    Absent,

    /// <summary>Characters, ended by a NUL where they are fewer than the field has.</summary>
    Text,
    UInt8,
    Int16,
    Int32,
    Int64,
    Float32,
    Float64,
}

/// <summary>
/// One field of the header by its standard name, with its place in NIfTI-1 (nifti1.h, 348 bytes) and in NIfTI-2
/// (nifti2.h, 540 bytes).
/// </summary>
internal sealed class NiftiField
{
    private const NiftiFieldKind Absent = NiftiFieldKind.Absent;
    private const NiftiFieldKind Chars = NiftiFieldKind.Text;
    private const NiftiFieldKind U8 = NiftiFieldKind.UInt8;
    private const NiftiFieldKind I16 = NiftiFieldKind.Int16;
    private const NiftiFieldKind I32 = NiftiFieldKind.Int32;
    private const NiftiFieldKind I64 = NiftiFieldKind.Int64;
    private const NiftiFieldKind F32 = NiftiFieldKind.Float32;
    private const NiftiFieldKind F64 = NiftiFieldKind.Float64;

    private static readonly List<NiftiField> Made = new();

    public static readonly NiftiField SizeofHdr = new("sizeof_hdr", I32, 0, I32, 0);
    public static readonly NiftiField DataTypeName = new("data_type", Chars, 4, Absent, 0, 10);
    public static readonly NiftiField DbName = new("db_name", Chars, 14, Absent, 0, 18);
    public static readonly NiftiField Extents = new("extents", I32, 32, Absent, 0);
    public static readonly NiftiField SessionError = new("session_error", I16, 36, Absent, 0);
    public static readonly NiftiField Regular = new("regular", Chars, 38, Absent, 0);
    public static readonly NiftiField DimInfo = new("dim_info", U8, 39, U8, 524);
    public static readonly NiftiField Dim = new("dim", I16, 40, I64, 16, 8);
    public static readonly NiftiField IntentP1 = new("intent_p1", F32, 56, F64, 80);
    public static readonly NiftiField IntentP2 = new("intent_p2", F32, 60, F64, 88);
    public static readonly NiftiField IntentP3 = new("intent_p3", F32, 64, F64, 96);
    public static readonly NiftiField IntentCode = new("intent_code", I16, 68, I32, 504);
    public static readonly NiftiField Datatype = new("datatype", I16, 70, I16, 12);
    public static readonly NiftiField Bitpix = new("bitpix", I16, 72, I16, 14);
    public static readonly NiftiField SliceStart = new("slice_start", I16, 74, I64, 224);
    public static readonly NiftiField Pixdim = new("pixdim", F32, 76, F64, 104, 8);
    public static readonly NiftiField VoxOffset = new("vox_offset", F32, 108, I64, 168);
    public static readonly NiftiField SclSlope = new("scl_slope", F32, 112, F64, 176);
    public static readonly NiftiField SclInter = new("scl_inter", F32, 116, F64, 184);
    public static readonly NiftiField SliceEnd = new("slice_end", I16, 120, I64, 232);
    public static readonly NiftiField SliceCode = new("slice_code", U8, 122, I32, 496);
    public static readonly NiftiField XyztUnits = new("xyzt_units", U8, 123, I32, 500);
    public static readonly NiftiField CalMax = new("cal_max", F32, 124, F64, 192);
    public static readonly NiftiField CalMin = new("cal_min", F32, 128, F64, 200);
    public static readonly NiftiField SliceDuration = new("slice_duration", F32, 132, F64, 208);
    public static readonly NiftiField Toffset = new("toffset", F32, 136, F64, 216);
    public static readonly NiftiField Glmax = new("glmax", I32, 140, Absent, 0);
    public static readonly NiftiField Glmin = new("glmin", I32, 144, Absent, 0);
    public static readonly NiftiField Descrip = new("descrip", Chars, 148, Chars, 240, 80);
    public static readonly NiftiField AuxFile = new("aux_file", Chars, 228, Chars, 320, 24);
    public static readonly NiftiField QformCode = new("qform_code", I16, 252, I32, 344);
    public static readonly NiftiField SformCode = new("sform_code", I16, 254, I32, 348);
    public static readonly NiftiField QuaternB = new("quatern_b", F32, 256, F64, 352);
    public static readonly NiftiField QuaternC = new("quatern_c", F32, 260, F64, 360);
    public static readonly NiftiField QuaternD = new("quatern_d", F32, 264, F64, 368);
    public static readonly NiftiField QoffsetX = new("qoffset_x", F32, 268, F64, 376);
    public static readonly NiftiField QoffsetY = new("qoffset_y", F32, 272, F64, 384);
    public static readonly NiftiField QoffsetZ = new("qoffset_z", F32, 276, F64, 392);
    public static readonly NiftiField SrowX = new("srow_x", F32, 280, F64, 400, 4);
    public static readonly NiftiField SrowY = new("srow_y", F32, 296, F64, 432, 4);
    public static readonly NiftiField SrowZ = new("srow_z", F32, 312, F64, 464, 4);
    public static readonly NiftiField IntentName = new("intent_name", Chars, 328, Chars, 508, 16);
    public static readonly NiftiField Magic1 = new("magic", Chars, 344, Absent, 0, 4);
    public static readonly NiftiField Magic2 = new("magic", Absent, 0, Chars, 4, 8);
    public static readonly NiftiField UnusedStr = new("unused_str", Absent, 0, Chars, 525, 15);

    private static readonly NiftiField[] Version1 = Made.Where(f => f.KindIn(1) != Absent).OrderBy(f => f.OffsetIn(1)).ToArray();
    private static readonly NiftiField[] Version2 = Made.Where(f => f.KindIn(2) != Absent).OrderBy(f => f.OffsetIn(2)).ToArray();

    private readonly NiftiFieldKind _kind1;
    private readonly NiftiFieldKind _kind2;
    private readonly int _offset1;
    private readonly int _offset2;

    private NiftiField(string name, NiftiFieldKind kind1, int offset1, NiftiFieldKind kind2, int offset2, int count = 1)
    {
        Name = name;
        _kind1 = kind1;
        _offset1 = offset1;
        _kind2 = kind2;
        _offset2 = offset2;
        Count = count;
        Made.Add(this);
    }

    public string Name { get; }

    /// <summary>How many numbers, or characters.</summary>
    public int Count { get; }

    /// <summary>The fields of a version in the order in which they lie in the header.</summary>
    public static IReadOnlyList<NiftiField> AllIn(int version) => version == 1 ? Version1 : Version2;

    public NiftiFieldKind KindIn(int version) => version == 1 ? _kind1 : _kind2;

    public int OffsetIn(int version) => version == 1 ? _offset1 : _offset2;
}
