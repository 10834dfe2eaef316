using System;
using System.Collections;
using System.Collections.Generic;

namespace MedIO.Dicom;

/// <summary>Full paths of files; prints as one line, so that a table of series can hold it.</summary>
public sealed class DicomFileList : IReadOnlyList<string>
{
    private readonly string[] _paths;

    internal DicomFileList(string[] paths) => _paths = paths;

    /// <inheritdoc/>
    public int Count => _paths.Length;

    /// <inheritdoc/>
    public string this[int index] => _paths[index];

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_paths).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _paths.GetEnumerator();

    /// <summary>The paths with semicolons between.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join("; ", _paths);
}
