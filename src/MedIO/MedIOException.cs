using System;
using System.Linq;

namespace MedIO;

/// <summary>An image cannot be read or written. <see cref="Error"/> says which of the known reasons it is, the message what to do.</summary>
public sealed class MedIOException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="error">The stable id.</param>
    /// <param name="message">What is wrong and what to do about it. Control characters are shown, not kept.</param>
    /// <param name="path">The file it is about.</param>
    /// <param name="innerException">What caused it.</param>
    public MedIOException(MedIOError error, string message, string? path = null, Exception? innerException = null)
        : base(message is null ? message : PlainText.Of(message), innerException)
    {
        Error = error;
        Path = path;
    }

    /// <summary>The stable id.</summary>
    public MedIOError Error { get; }

    /// <summary>The file it is about, where there is one.</summary>
    public string? Path { get; }

    /// <summary>The message and where it came from, for a log: what the system says of its cause quotes names as they are.</summary>
    /// <returns>The text in lines, without what a console would obey.</returns>
    public override string ToString() => string.Join(Environment.NewLine, base.ToString().Split('\n').Select(line => PlainText.Of(line.TrimEnd('\r'))));

    /// <summary>Whether no other library would read the image better: what is wrong would go unseen there.</summary>
    internal bool IsFinal { get; init; }

    /// <summary>Whether the files were being replaced, so that another try may find them at rest.</summary>
    internal bool IsPassing { get; init; }

    /// <summary>The same exception, of files that are being replaced.</summary>
    internal MedIOException Passing() => new(Error, Message, Path, InnerException ?? this) { IsFinal = IsFinal, IsPassing = true };

    /// <summary>The same exception, about a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>An exception whose message begins with the file's name.</returns>
    public MedIOException About(string path) => Path is null ? new MedIOException(Error, $"{path}: {Message}", path, InnerException ?? this) { IsFinal = IsFinal, IsPassing = IsPassing } : this;
}
