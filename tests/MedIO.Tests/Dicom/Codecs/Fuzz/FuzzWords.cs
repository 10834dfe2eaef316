using System;
using System.Collections.Generic;

namespace MedIO.Tests.Dicom.Codecs.Fuzz;

/// <summary>Words and numbers that a reader compares with, which mutations alone would hardly hit upon.</summary>
internal sealed class FuzzWords
{
    /// <summary>Bytes of words as they stand in files.</summary>
    public IReadOnlyList<byte[]> Words { get; set; } = Array.Empty<byte[]>();

    /// <summary>Numbers, such as tags and codes of types.</summary>
    public IReadOnlyList<uint> Numbers { get; set; } = Array.Empty<uint>();
}
