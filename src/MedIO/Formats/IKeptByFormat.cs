namespace MedIO.Formats;

/// <summary>What an image carries along from the file it came from, that only files of the same format have a place for.</summary>
internal interface IKeptByFormat
{
    /// <summary>The name of the format that keeps it.</summary>
    string FormatName { get; }

    /// <summary>What is lost in files of another format, in words; null where it is nothing that a user would miss.</summary>
    string? LostElsewhere { get; }
}
