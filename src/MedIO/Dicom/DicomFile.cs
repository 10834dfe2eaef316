using System;
using System.Collections.Generic;
using MedIO.Formats;
using MedIO.IO.Compression;

namespace MedIO.Dicom;

/// <summary>A DICOM file (PS3.10 section 7) whose header has been read. What its data set gives must be taken before it is disposed.</summary>
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
        var warnings = new List<string>();
        DicomStart start = DicomStart.Find(source.Content) ?? throw new MedIOException(
            MedIOError.UnknownFormat, $"{source.Path}: is no DICOM file: it has neither the letters DICM after a preamble nor begins with a data element. Give a DICOM file.", source.Path);
        if (source.IsGzip)
        {
            throw new MedIOException(MedIOError.UnsupportedFeature, $"{source.Path}: is a DICOM file inside a gzip file. Decompress it first.", source.Path);
        }

        var bytes = new DicomBytes(source.File, source.Content);
        try
        {
            return Read(source, start, bytes, warnings, stopAfter, pastPixelData);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    public void Dispose() => _bytes.Dispose();

    private static DicomFile Read(ImageSource source, DicomStart start, DicomBytes bytes, List<string> warnings, uint stopAfter, bool pastPixelData)
    {
        var metaReader = new DicomReader(bytes, DicomEncoding.ExplicitLittleEndian, warnings) { MetaOnly = true };
        DicomElement[] metaElements = metaReader.Read(start.Position, long.MaxValue);
        var meta = new DicomDataSet(bytes, DicomEncoding.ExplicitLittleEndian, metaElements, warnings);
        int begin = metaReader.Position;
        string? uid = meta.GetCode(DicomTags.TransferSyntaxUID);
        TransferSyntax syntax = uid is null ? start.Guess(bytes, begin) : TransferSyntax.Of(uid);
        if (uid is null && metaElements.Length > 0)
        {
            warnings.Add($"The file meta information has no TransferSyntaxUID (0002,0010); {syntax.Name} was found out.");
        }

        if (syntax.IsDeflated)
        {
            return ReadDeflated(source, bytes, meta, syntax, begin, warnings, stopAfter, pastPixelData);
        }

        // What the file says may be wrong; the first element's VR tells.
        var encoding = new DicomEncoding(syntax.IsExplicit, syntax.BigEndian);
        if (bytes.Ensure(begin, 8) && DicomReader.LooksExplicit(bytes, begin) != encoding.IsExplicit)
        {
            encoding = encoding with { IsExplicit = !encoding.IsExplicit };
            warnings.Add($"The transfer syntax is {syntax.Name}, but the data set is in {(encoding.IsExplicit ? "explicit" : "implicit")} VR; it was read as such.");
        }

        var reader = new DicomReader(bytes, encoding, warnings) { StopAfter = stopAfter, PastPixelData = pastPixelData };
        var dataSet = new DicomDataSet(bytes, encoding, reader.Read(begin, long.MaxValue), warnings);
        return new DicomFile(source.Path, bytes, syntax, meta, dataSet, warnings);
    }

    private static DicomFile ReadDeflated(
        ImageSource source, DicomBytes head, DicomDataSet meta, TransferSyntax syntax, int begin, List<string> warnings, uint stopAfter, bool pastPixelData)
    {
        var bytes = new DicomBytes(new GzipReadStream(source.File.OpenStream(begin), CompressedFormat.Raw));
        try
        {
            var reader = new DicomReader(bytes, DicomEncoding.ExplicitLittleEndian, warnings) { StopAfter = stopAfter, PastPixelData = pastPixelData };
            var dataSet = new DicomDataSet(bytes, DicomEncoding.ExplicitLittleEndian, reader.Read(0, long.MaxValue), warnings);

            // The meta information's bytes are few, and must outlive the pooled ones of the file.
            var kept = new DicomBytes(head.Buffer.AsSpan(0, begin).ToArray(), begin);
            meta = new DicomDataSet(kept, meta.Encoding, System.Linq.Enumerable.ToArray(meta.Elements), warnings);
            head.Dispose();
            return new DicomFile(source.Path, bytes, syntax, meta, dataSet, warnings) { DeflateOffset = begin };
        }
        catch (System.IO.InvalidDataException e)
        {
            bytes.Dispose();
            throw ImageSource.Corrupt(source.Path, e);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }
}
