namespace MedIO.Formats;

/// <summary>How sure a format is that a file is its own.</summary>
internal enum FormatMatch
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>Only the suffix says so.</summary>
    Suffix,

    /// <summary>The content says so.</summary>
    Content,
}
