namespace MedIO.Dicom;

/// <summary>An element of a file with its value. It may hold the identity of a patient.</summary>
public sealed class DicomElementEntry
{
    internal DicomElementEntry(string path, string element, DicomTag tag, string vr, object? value)
    {
        Path = path;
        Element = element;
        Tag = tag;
        VR = vr;
        Value = value;
    }

    /// <summary>The file, as a full path.</summary>
    public string Path { get; }

    /// <summary>The way to the element, such as <c>RequestAttributesSequence[0].ScheduledProcedureStepID</c>; <see cref="DicomElementPath.Parse(string)"/> takes it.</summary>
    public string Element { get; }

    /// <summary>Its tag.</summary>
    public DicomTag Tag { get; }

    /// <summary>The value representation that its value was read in, such as <c>PN</c>.</summary>
    public string VR { get; }

    /// <summary>Its keyword, such as <c>PatientName</c>; null for private and unknown elements.</summary>
    public string? Keyword => Tag.Keyword;

    /// <summary>The standard's name, such as <c>Patient's Name</c>; null for private and unknown elements.</summary>
    public string? Name => DicomDictionary.NameOf(Tag);

    /// <summary>Its value; null where it is empty, and the number of items for a sequence, whose elements follow on their own.</summary>
    public object? Value { get; }

    /// <summary>Such as <c>PatientName=Doe^Jane</c>, in one line and without what a console would obey.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => PlainText.Of($"{Element}={DicomValueReader.TextOf(Value)}");
}
