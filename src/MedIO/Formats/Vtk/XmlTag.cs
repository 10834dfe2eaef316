using System.Collections.Generic;

namespace MedIO.Formats.Vtk;

/// <summary>A tag of an XML file.</summary>
/// <param name="Name">Its name; of one that ends an element with a slash before it.</param>
/// <param name="Attributes">Its attributes.</param>
/// <param name="IsEmpty">Whether the element has no content.</param>
/// <param name="End">Where in the file its content begins.</param>
internal sealed record XmlTag(string Name, IReadOnlyDictionary<string, string> Attributes, bool IsEmpty, int End)
{
    /// <summary>An attribute; null where there is none.</summary>
    public string? this[string name] => Attributes.TryGetValue(name, out string? value) ? value : null;
}
