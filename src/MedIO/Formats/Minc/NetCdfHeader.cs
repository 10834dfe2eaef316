using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace MedIO.Formats.Minc;

/// <summary>The header of a NetCDF classic file.</summary>
internal sealed class NetCdfHeader
{
    private const int FirstRead = 1 << 16;

    // With all that scanners and programs have put into the attributes of one file; larger ones are damaged.
    private const int MostBytes = 1 << 26;

    /// <param name="records">How many records there are; -1 where the length of the file says it.</param>
    /// <param name="attributes">The file's own attributes.</param>
    /// <param name="variables">All variables, in the order of the header.</param>
    public NetCdfHeader(long records, IReadOnlyDictionary<string, object> attributes, IReadOnlyList<NetCdfVariable> variables)
    {
        Records = records;
        Attributes = attributes;
        Variables = variables;

        // The parts of all variables in a record are filled up to four bytes, but where there is only one.
        long[] parts = variables.Where(v => v.IsRecord).Select(v => v.ByteCount).ToArray();
        RecordBytes = parts.Length == 1 ? parts[0] : parts.Aggregate(0L, (sum, n) => Math.Min(long.MaxValue >> 2, sum + ((Math.Min(long.MaxValue >> 3, n) + 3) & ~3L)));
    }

    /// <summary>How many records there are; -1 where the length of the file says it.</summary>
    public long Records { get; }

    /// <summary>Bytes from one record to the next.</summary>
    public long RecordBytes { get; }

    /// <summary>The file's own attributes.</summary>
    public IReadOnlyDictionary<string, object> Attributes { get; }

    /// <summary>All variables, in the order of the header.</summary>
    public IReadOnlyList<NetCdfVariable> Variables { get; }

    /// <summary>Whether a file begins as NetCDF's do, of any version.</summary>
    public static bool IsAtStartOf(ReadOnlySpan<byte> content) => content.Length > 3 && content[0] == 'C' && content[1] == 'D' && content[2] == 'F' && content[3] is 1 or 2 or 5;

    /// <summary>Reads the header.</summary>
    /// <exception cref="MedIOException">It is cut off or damaged.</exception>
    public static NetCdfHeader Read(ImageSource source)
    {
        if (source.Content[3] == 5)
        {
            throw new MedIOException(MedIOError.UnsupportedFeature, $"{source.Path}: is NetCDF of the version CDF-5, which no MINC file is. Convert it with nccopy -k classic, if it holds a MINC image.", source.Path);
        }

        for (int count = FirstRead; ; count *= 4)
        {
            byte[] bytes = source.ReadStart(count);
            try
            {
                return NetCdfParser.Parse(bytes);
            }
            catch (EndOfStreamException e) when (bytes.Length < count)
            {
                throw new MedIOException(MedIOError.TruncatedHeader, $"{source.Path}: ends within its NetCDF header. Copy it again from where it came from.", source.Path, e);
            }
            catch (EndOfStreamException e) when (count >= MostBytes)
            {
                throw Invalid(source.Path, "it is longer than any header is", e);
            }
            catch (EndOfStreamException)
            {
                // More of it is needed.
            }
            catch (InvalidDataException e)
            {
                throw Invalid(source.Path, e.Message, e);
            }
        }
    }

    private static MedIOException Invalid(string path, string why, Exception e) =>
        new(MedIOError.InvalidHeader, $"{path}: its NetCDF header is damaged: {why}. Copy the file again from where it came from.", path, e);
}
