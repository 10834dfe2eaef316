using System;

namespace MedIO.Dicom;

/// <summary>One way to write a person's name: five parts, each empty where it is left out (PS3.5 section 6.2.1.1).</summary>
public sealed class DicomNameGroup
{
    private readonly string[] _parts;

    internal DicomNameGroup(string text)
    {
        Text = text;
        _parts = Array.ConvertAll(text.Split('^'), part => part.Trim(' '));
    }

    /// <summary>The text with ^ between the parts.</summary>
    public string Text { get; }

    /// <summary>The family name.</summary>
    public string Family => Part(0);

    /// <summary>The given name.</summary>
    public string Given => Part(1);

    /// <summary>The middle name.</summary>
    public string Middle => Part(2);

    /// <summary>What comes before the name, such as a title.</summary>
    public string Prefix => Part(3);

    /// <summary>What comes after the name, such as a degree.</summary>
    public string Suffix => Part(4);

    /// <summary>The text with ^ between the parts.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;

    private string Part(int index) => index < _parts.Length ? _parts[index] : string.Empty;
}
