namespace MedIO.Dicom.Pixels;

/// <summary>What tells the frames of encapsulated pixel data apart where no offset table does.</summary>
internal enum FrameMarks
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The markers at the beginning and the end of their code streams.</summary>
    Markers,

    /// <summary>Each is one fragment (PS3.5 sections A.4.2 and A.4.13).</summary>
    Fragments,

    /// <summary>They all have one length.</summary>
    Length,
}
