namespace MedIO.Dicom.Writing;

/// <summary>An element of a <see cref="DicomContent"/>.</summary>
/// <param name="VR">How its value is written.</param>
/// <param name="Value">Text, bytes in little endian, or the items of a sequence.</param>
internal readonly record struct ContentElement(DicomVR VR, object Value)
{
    /// <summary>Whether it has no value.</summary>
    public bool IsEmpty => Value switch
    {
        string text => text.Trim(' ').Length == 0,
        System.Array values => values.Length == 0,
        _ => false,
    };

    /// <summary>Whether it holds text that ASCII has no characters for.</summary>
    public bool NeedsUnicode
    {
        get
        {
            if (Value is DicomContent[] items)
            {
                foreach (DicomContent item in items)
                {
                    if (item.NeedsUnicode)
                    {
                        return true;
                    }
                }
            }
            else if (Value is string text)
            {
                foreach (char c in text)
                {
                    if (c > '~')
                    {
                        return true;
                    }
                }
            }

            return false;
        }
    }
}
