using System;
using System.IO;
using FellowOakDicom;
using FellowOakDicom.Imaging;
using FellowOakDicom.Imaging.Codec;
using FellowOakDicom.IO;
using FellowOakDicom.IO.Reader;

namespace MedIO.FoDicom;

/// <summary>Makes errors of this library of what fo-dicom throws: its own exceptions, and those that damaged files lead it into.</summary>
internal static class Errors
{
    /// <summary>Does something with a file's elements.</summary>
    /// <exception cref="MedIOException">The file cannot be read.</exception>
    public static T About<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (Cause(e) is { } cause && IsFault(cause))
        {
            throw cause switch
            {
                UnauthorizedAccessException or (IOException and not EndOfStreamException) => new MedIOException(MedIOError.FileNotReadable, $"{path}: cannot be read: {Line(cause)} Check that it is whole and your rights.", path, e),
                EndOfStreamException => new MedIOException(MedIOError.TruncatedHeader, $"{path}: fo-dicom finds its end within an element. Copy it again from where it came from.", path, e),
                _ => new MedIOException(MedIOError.InvalidHeader, $"{path}: fo-dicom cannot read its elements: {Line(cause)} Copy it again from where it came from, or read it with -Backend MedIO.", path, e),
            };
        }
    }

    /// <summary>Does something with a frame's bytes.</summary>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    /// <exception cref="MedIOException">They are in a way that fo-dicom does not know.</exception>
    public static T OfFrame<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (Cause(e) is { } cause && IsFault(cause) && cause is not (EndOfStreamException or InvalidDataException))
        {
            if (cause.Message.IndexOf("not been implemented", StringComparison.Ordinal) >= 0 || cause.Message.IndexOf("cannot be decoded", StringComparison.Ordinal) >= 0)
            {
                throw new MedIOException(MedIOError.UnsupportedFeature, $"fo-dicom does not know how: {Line(cause)} Read it with -Backend MedIO.", innerException: e);
            }

            if (cause is DicomCodecException or DllNotFoundException or BadImageFormatException && Line(cause).IndexOf("Dicom.Native", StringComparison.Ordinal) >= 0)
            {
                // The codecs tell it in their own words, whatever the runtime.
                throw new MedIOException(MedIOError.UnsupportedTransferSyntax, "the native library of fo-dicom.Codecs, Dicom.Native, is not there for this system, or cannot be loaded. Read it with -Backend MedIO.", innerException: e);
            }

            throw cause is UnauthorizedAccessException or IOException
                ? new MedIOException(MedIOError.FileNotReadable, $"cannot be read: {Line(cause)} Check that the disk or the network drive is there, and try again.", innerException: e)
                : new InvalidDataException($"fo-dicom says: {Line(cause)}", e);
        }
    }

    /// <summary>What an exception says, as a sentence, without the stack that codecs add to it.</summary>
    public static string Line(Exception e)
    {
        string text = e.Message;
        int stack = text.IndexOf(" => ", StringComparison.Ordinal);
        text = (stack < 0 ? text : text.Substring(0, stack)).Replace('\r', ' ').Replace('\n', ' ').Trim();
        return text.Length == 0 ? e.GetType().Name + "." : text.EndsWith(".", StringComparison.Ordinal) ? text : text + ".";
    }

    // fo-dicom wraps what has happened.
    private static Exception Cause(Exception e)
    {
        while (e is DicomFileException or AggregateException or TypeInitializationException && e.InnerException is not null)
        {
            e = e.InnerException;
        }

        return e;
    }

    private static bool IsFault(Exception e) => e is DicomException or DicomImagingException or DicomCodecException or DicomIoException or DicomReaderException
        or IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException or InvalidOperationException or FormatException
        or IndexOutOfRangeException or NullReferenceException or OverflowException or InvalidCastException or NotSupportedException or NotImplementedException
        or DllNotFoundException or BadImageFormatException or ArithmeticException or System.Collections.Generic.KeyNotFoundException;
}
