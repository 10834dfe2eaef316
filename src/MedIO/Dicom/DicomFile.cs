using System;
using System.Collections.Generic;
using MedIO.Dicom.Pixels;
using MedIO.Formats;
using MedIO.IO.Compression;

namespace MedIO.Dicom;

/// <summary>
/// A DICOM file (PS3.10 section 7) whose header has been read. What its data set gives must be taken before it is disposed:
/// its bytes are lent, and asking for more afterwards is an <see cref="ObjectDisposedException"/>.
/// </summary>
internal sealed class DicomFile : IDisposable
{
    private readonly DicomBytes _bytes;

    private DicomFile(string path, DicomBytes bytes, TransferSyntax syntax, DicomDataSet meta, DicomDataSet dataSet, List<string> warnings)
    {
        Path = path;
        _bytes = bytes;
        Syntax = syntax;
        Meta = meta;
        DataSet = dataSet;
        Warnings = warnings;
    }

    public string Path { get; }

    public TransferSyntax Syntax { get; }

    /// <summary>The file meta information, group 0002; empty where the file has none.</summary>
    public DicomDataSet Meta { get; }

    public DicomDataSet DataSet { get; }

    /// <summary>Where a deflated data set's compressed bytes begin; null for all others. Offsets of elements then count from there, decompressed.</summary>
    public long? DeflateOffset { get; private init; }

    /// <summary>Bytes of the whole file.</summary>
    public long FileLength { get; private init; }

    /// <summary>When the file was changed last, in ticks; 0 where that is not known.</summary>
    public long FileTime { get; private init; }

    /// <summary>Whether the file ends within its data set, so that elements may be missing.</summary>
    public bool IsTruncated { get; private init; }

    /// <summary>The pixel data where a library has opened the file; null where they are read from it here.</summary>
    public IPixelSource? PixelSource { get; private init; }

    /// <summary>What is odd about the file.</summary>
    public List<string> Warnings { get; }

    /// <summary>Pixel data, in whichever of its three elements they are.</summary>
    public bool TryFindPixelData(out DicomElement element) =>
        DataSet.TryFind(DicomTags.PixelData, out element) || DataSet.TryFind(DicomTags.FloatPixelData, out element) || DataSet.TryFind(DicomTags.DoubleFloatPixelData, out element);

    /// <summary>Reads a file's header.</summary>
    /// <param name="source">The file, open; it stays open.</param>
    /// <param name="stopAfter">The last element wanted.</param>
    /// <param name="pastPixelData">Whether what follows pixel data is read too.</param>
    /// <exception cref="MedIOException">It is no DICOM, or is damaged beyond reading.</exception>
    public static DicomFile Read(ImageSource source, uint stopAfter = uint.MaxValue, bool pastPixelData = false)
    {
        DicomStart start = DicomStart.Find(source.Content) ?? throw new MedIOException(
            MedIOError.UnknownFormat, $"{source.Path}: is no DICOM file: it has neither the letters DICM after a preamble nor begins with a data element. Give a DICOM file.", source.Path);
        if (source.IsGzip)
        {
            throw new MedIOException(MedIOError.UnsupportedFeature, $"{source.Path}: is a DICOM file inside a gzip file. Decompress it first.", source.Path);
        }

        var bytes = new DicomBytes(source.File, source.Content) { Source = new DicomSource(source.Path, source.File.Length, null) };
        try
        {
            return Read(source, start, bytes, new List<string>(), stopAfter, pastPixelData);
        }
        catch (MedIOException e) when (e.Path is null)
        {
            bytes.Dispose();
            throw e.About(source.Path);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>A file that a library has opened.</summary>
    /// <param name="source">The file, open.</param>
    /// <param name="values">The values of all elements that the library has found, low bytes first; sequences in Explicit VR Little Endian.</param>
    /// <param name="meta">The elements of the file meta information.</param>
    /// <param name="dataSet">Those of the data set, in the order of their tags; pixel data without their value.</param>
    /// <param name="syntax">The transfer syntax that the library has read it in.</param>
    /// <param name="pixels">Its pixel data, and their element; null where it has none.</param>
    /// <param name="isTruncated">Whether the file ends within its data set.</param>
    public static DicomFile Of(ImageSource source, DicomBytes values, DicomElement[] meta, DicomElement[] dataSet, string syntax, (uint Tag, IPixelSource Source)? pixels, bool isTruncated)
    {
        var warnings = new List<string>();
        int at = pixels is { } found ? Array.FindIndex(dataSet, e => e.Tag.Value == found.Tag) : -1;
        if (at >= 0)
        {
            long? length = pixels!.Value.Source.Length;
            uint count = length is { } n ? (uint)Math.Min(n, DicomElement.UndefinedLength - 1) : DicomElement.UndefinedLength;
            dataSet[at] = new DicomElement(dataSet[at].Tag.Value, dataSet[at].VR, -1, count, 0, length is null);
        }

        DicomEncoding encoding = DicomEncoding.ExplicitLittleEndian;
        return new DicomFile(source.Path, values, TransferSyntax.Of(syntax), new DicomDataSet(values, encoding, meta, warnings), new DicomDataSet(values, encoding, dataSet, warnings), warnings)
        {
            FileLength = source.File.Length,
            FileTime = source.File.Changed,
            IsTruncated = isTruncated,
            PixelSource = pixels?.Source,
        };
    }

    public void Dispose() => _bytes.Dispose();

    private static DicomFile Read(ImageSource source, DicomStart start, DicomBytes bytes, List<string> warnings, uint stopAfter, bool pastPixelData)
    {
        var metaReader = new DicomReader(bytes, DicomEncoding.ExplicitLittleEndian, warnings) { MetaOnly = true };
        DicomElement[] metaElements = start.IsBigEndian ? Array.Empty<DicomElement>() : metaReader.Read(start.Position, long.MaxValue);
        var meta = new DicomDataSet(bytes, DicomEncoding.ExplicitLittleEndian, metaElements, warnings);
        int begin = Math.Max(start.Position, metaReader.Position);
        string? uid = meta.GetCode(DicomTags.TransferSyntaxUID);
        TransferSyntax syntax = uid is null ? DicomStart.Guess(bytes, begin) : TransferSyntax.Of(uid);
        if (metaReader.IsTruncated || !bytes.Ensure(begin, 1))
        {
            throw new MedIOException(MedIOError.TruncatedHeader, $"{source.Path}: ends before its data set begins. Copy it again from where it came from.", source.Path);
        }

        if (uid is null && metaElements.Length > 0)
        {
            warnings.Note($"The file meta information has no TransferSyntaxUID (0002,0010); {syntax.Name} was found out.");
        }

        if (syntax.IsDeflated)
        {
            return ReadDeflated(source, bytes, meta, syntax, begin, warnings, stopAfter, pastPixelData);
        }

        DicomEncoding encoding = DicomStart.Verify(bytes, begin, new DicomEncoding(syntax.IsExplicit, syntax.BigEndian));
        if (encoding != syntax.Encoding)
        {
            warnings.Note($"The transfer syntax is {syntax.Name}, but the data set is in {encoding}; it was read as such.");
        }

        var reader = new DicomReader(bytes, encoding, warnings) { StopAfter = stopAfter, PastPixelData = pastPixelData };
        var dataSet = new DicomDataSet(bytes, encoding, reader.Read(begin, long.MaxValue), warnings);
        return dataSet.Elements.Count == 0 && (reader.IsTruncated || !bytes.Ensure(begin, 8))
            ? throw new MedIOException(MedIOError.TruncatedHeader, $"{source.Path}: ends within its first data element. Copy it again from where it came from.", source.Path)
            : new DicomFile(source.Path, bytes, syntax, meta, dataSet, warnings) { FileLength = source.File.Length, FileTime = source.File.Changed, IsTruncated = reader.IsTruncated };
    }

    private static DicomFile ReadDeflated(
        ImageSource source, DicomBytes head, DicomDataSet meta, TransferSyntax syntax, int begin, List<string> warnings, uint stopAfter, bool pastPixelData)
    {
        var bytes = new DicomBytes(() => new GzipReadStream(source.File.OpenStream(begin), CompressedFormat.Raw), source.File.Length - begin)
        {
            Source = new DicomSource(source.Path, source.File.Length, begin),
        };
        try
        {
            var reader = new DicomReader(bytes, DicomEncoding.ExplicitLittleEndian, warnings) { StopAfter = stopAfter, PastPixelData = pastPixelData };
            var dataSet = new DicomDataSet(bytes, DicomEncoding.ExplicitLittleEndian, reader.Read(0, long.MaxValue), warnings);
            if (dataSet.Elements.Count == 0 && reader.IsTruncated)
            {
                throw new MedIOException(MedIOError.TruncatedHeader, $"{source.Path}: ends within its first data element. Copy it again from where it came from.", source.Path);
            }

            // The meta information's bytes are few, and must outlive the lent ones of the file.
            var kept = new DicomBytes(head.Buffer.AsSpan(0, begin).ToArray(), begin);
            meta = meta.Over(kept);
            head.Dispose();
            return new DicomFile(source.Path, bytes, syntax, meta, dataSet, warnings) { DeflateOffset = begin, FileLength = source.File.Length, FileTime = source.File.Changed, IsTruncated = reader.IsTruncated };
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }
}
