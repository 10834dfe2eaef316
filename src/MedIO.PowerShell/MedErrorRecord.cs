using System;
using System.Management.Automation;
using MedIO.Dicom;

namespace MedIO.PowerShell;

/// <summary>Error records whose id is the name of a <see cref="MedIOError"/>, and whose target is the path that was asked for; the message names the data file where that is the bad one.</summary>
internal static class MedErrorRecord
{
    public static ErrorRecord From(Exception exception, string path) => Plain(exception is MedIOException known
        ? new ErrorRecord(known, known.Error.ToString(), CategoryOf(known.Error), ConsoleText.Shown(path))
        : new ErrorRecord(
            new InvalidOperationException(PlainText.Of($"{path}: {exception.Message} This should not happen: please report it with the file."), exception),
            "UnexpectedError",
            ErrorCategory.NotSpecified,
            ConsoleText.Shown(path)));

    /// <summary>An error about one of several series in a folder, which its message tells; the target is the series.</summary>
    public static ErrorRecord Of(DicomSeries series, MedIOException exception)
    {
        string message = exception.Message;
        int about = exception.Path is { } path && message.StartsWith(path + ": ", StringComparison.Ordinal) ? path.Length + 2 : 0;
        var known = new MedIOException(exception.Error, $"{message.Substring(0, about)}{series}: {message.Substring(about)}", exception.Path, exception);
        return new ErrorRecord(known, known.Error.ToString(), CategoryOf(known.Error), series);
    }

    /// <summary>An error of the cmdlets alone, such as a path that is none of the file system.</summary>
    public static ErrorRecord Of(string id, string message, ErrorCategory category, object? target) =>
        Plain(new ErrorRecord(new InvalidOperationException(PlainText.Of(message)), id, category, ConsoleText.Shown(target)));

    // Some views of errors print the target, too.
    private static ErrorRecord Plain(ErrorRecord record)
    {
        record.CategoryInfo.TargetName = PlainText.Of(record.CategoryInfo.TargetName);
        return record;
    }

    private static ErrorCategory CategoryOf(MedIOError error) => error switch
    {
        MedIOError.FileNotFound or MedIOError.NoImageInDirectory or MedIOError.DataFileNotFound or MedIOError.DirectoryNotFound
            or MedIOError.SeriesNotFound => ErrorCategory.ObjectNotFound,
        MedIOError.FileNotReadable => ErrorCategory.ReadError,
        MedIOError.EmptyFile or MedIOError.UnknownFormat or MedIOError.TruncatedHeader or MedIOError.InvalidHeader or MedIOError.InvalidDimensions
            or MedIOError.InvalidAffine or MedIOError.MissingGeometry or MedIOError.TruncatedData or MedIOError.CorruptCompression
            or MedIOError.MissingSlices or MedIOError.InconsistentSeries or MedIOError.NoPixelData or MedIOError.UnfinishedFiles => ErrorCategory.InvalidData,
        MedIOError.UnsupportedDataType or MedIOError.UnsupportedFeature or MedIOError.CannotRepresent or MedIOError.UnsupportedTransferSyntax => ErrorCategory.NotImplemented,
        MedIOError.DataFileOutsideFolder => ErrorCategory.SecurityError,
        MedIOError.ImageTooLarge => ErrorCategory.LimitsExceeded,
        MedIOError.InvalidOrientation or MedIOError.InvalidSlice or MedIOError.UnknownSuffix or MedIOError.InvalidElement or MedIOError.InvalidPattern or MedIOError.TargetIsSource
            or MedIOError.InvalidSpacing => ErrorCategory.InvalidArgument,
        MedIOError.FileExists => ErrorCategory.ResourceExists,
        MedIOError.FileNotWritable or MedIOError.DiskFull => ErrorCategory.WriteError,
        MedIOError.BackendNotAvailable or MedIOError.LibraryNotAvailable => ErrorCategory.NotInstalled,
        _ => ErrorCategory.NotSpecified,
    };
}
