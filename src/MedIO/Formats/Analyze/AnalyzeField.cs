using System.Collections.Generic;

namespace MedIO.Formats.Analyze;

/// <summary>How a header field is stored.</summary>
internal enum AnalyzeFieldKind
{
    /// <summary>Characters, ended by a NUL where they are fewer than the field has.</summary>
    Text,
    Int16,
    Int32,
    Float32,
}

/// <summary>
/// One field of the header by its name and place in the 348 bytes (Mayo's dbh.h); where SPM99 and SPM2 gave a field another
/// meaning, by the name that it has there: scl_slope was funused1, scl_inter funused2, and origin the originator's text.
/// </summary>
internal sealed class AnalyzeField
{
    private const AnalyzeFieldKind Chars = AnalyzeFieldKind.Text;
    private const AnalyzeFieldKind I16 = AnalyzeFieldKind.Int16;
    private const AnalyzeFieldKind I32 = AnalyzeFieldKind.Int32;
    private const AnalyzeFieldKind F32 = AnalyzeFieldKind.Float32;

    private static readonly List<AnalyzeField> Made = new();

    public static readonly AnalyzeField SizeofHdr = new("sizeof_hdr", I32, 0);
    public static readonly AnalyzeField DataTypeName = new("data_type", Chars, 4, 10);
    public static readonly AnalyzeField DbName = new("db_name", Chars, 14, 18);
    public static readonly AnalyzeField Extents = new("extents", I32, 32);
    public static readonly AnalyzeField SessionError = new("session_error", I16, 36);
    public static readonly AnalyzeField Regular = new("regular", Chars, 38, 1);
    public static readonly AnalyzeField HkeyUn0 = new("hkey_un0", Chars, 39, 1);
    public static readonly AnalyzeField Dim = new("dim", I16, 40, 8);
    public static readonly AnalyzeField VoxUnits = new("vox_units", Chars, 56, 4);
    public static readonly AnalyzeField CalUnits = new("cal_units", Chars, 60, 8);
    public static readonly AnalyzeField Unused1 = new("unused1", I16, 68);
    public static readonly AnalyzeField Datatype = new("datatype", I16, 70);
    public static readonly AnalyzeField Bitpix = new("bitpix", I16, 72);
    public static readonly AnalyzeField DimUn0 = new("dim_un0", I16, 74);
    public static readonly AnalyzeField Pixdim = new("pixdim", F32, 76, 8);
    public static readonly AnalyzeField VoxOffset = new("vox_offset", F32, 108);
    public static readonly AnalyzeField SclSlope = new("scl_slope", F32, 112);
    public static readonly AnalyzeField SclInter = new("scl_inter", F32, 116);
    public static readonly AnalyzeField Funused3 = new("funused3", F32, 120);
    public static readonly AnalyzeField CalMax = new("cal_max", F32, 124);
    public static readonly AnalyzeField CalMin = new("cal_min", F32, 128);
    public static readonly AnalyzeField Compressed = new("compressed", I32, 132);
    public static readonly AnalyzeField Verified = new("verified", I32, 136);
    public static readonly AnalyzeField Glmax = new("glmax", I32, 140);
    public static readonly AnalyzeField Glmin = new("glmin", I32, 144);
    public static readonly AnalyzeField Descrip = new("descrip", Chars, 148, 80);
    public static readonly AnalyzeField AuxFile = new("aux_file", Chars, 228, 24);
    public static readonly AnalyzeField Orient = new("orient", Chars, 252, 1);
    public static readonly AnalyzeField Origin = new("origin", I16, 253, 5);
    public static readonly AnalyzeField Generated = new("generated", Chars, 263, 10);
    public static readonly AnalyzeField Scannum = new("scannum", Chars, 273, 10);
    public static readonly AnalyzeField PatientId = new("patient_id", Chars, 283, 10);
    public static readonly AnalyzeField ExpDate = new("exp_date", Chars, 293, 10);
    public static readonly AnalyzeField ExpTime = new("exp_time", Chars, 303, 10);
    public static readonly AnalyzeField HistUn0 = new("hist_un0", Chars, 313, 3);
    public static readonly AnalyzeField Views = new("views", I32, 316);
    public static readonly AnalyzeField VolsAdded = new("vols_added", I32, 320);
    public static readonly AnalyzeField StartField = new("start_field", I32, 324);
    public static readonly AnalyzeField FieldSkip = new("field_skip", I32, 328);
    public static readonly AnalyzeField Omax = new("omax", I32, 332);
    public static readonly AnalyzeField Omin = new("omin", I32, 336);
    public static readonly AnalyzeField Smax = new("smax", I32, 340);
    public static readonly AnalyzeField Smin = new("smin", I32, 344);

    private AnalyzeField(string name, AnalyzeFieldKind kind, int offset, int count = 1)
    {
        Name = name;
        Kind = kind;
        Offset = offset;
        Count = count;
        Made.Add(this);
    }

    /// <summary>All fields in the order in which they lie in the header.</summary>
    public static IReadOnlyList<AnalyzeField> All => Made;

    public string Name { get; }

    public AnalyzeFieldKind Kind { get; }

    public int Offset { get; }

    /// <summary>How many numbers, or characters.</summary>
    public int Count { get; }
}
