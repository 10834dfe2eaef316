using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MedIO.Formats.Reading;
using MedIO.IO;

namespace MedIO.SimpleItk;

/// <summary>
/// Reads the voxels of files by ITK, in one copy from its memory. That memory is unknown to the garbage collector, and so given
/// back at once; only an image that comes in several parts is kept until the last of them is fetched.
/// </summary>
internal sealed unsafe class ItkVoxels : ISegmentReader
{
    /// <summary>Images beyond this come in parts, so that no part is more than a buffer can hold.</summary>
    public const long MostOfPart = 1L << 30;

    private const long WorthACheck = 256 << 20;

    private readonly ItkLibrary _library;
    private readonly string[] _files;
    private readonly ItkWishes _wishes;
    private readonly int[] _size;
    private readonly VoxelType _type;
    private readonly long _bytes;
    private readonly object _gate = new();
    private readonly List<string> _printed = new();
    private ItkObject? _kept;

    /// <param name="library">SimpleITK.</param>
    /// <param name="files">The file, or those of a series in ITK's order.</param>
    /// <param name="wishes">How to read them.</param>
    /// <param name="size">The size that ITK gives, as the header said.</param>
    /// <param name="type">The voxels' type.</param>
    /// <param name="components">Numbers a voxel.</param>
    public ItkVoxels(ItkLibrary library, string[] files, ItkWishes wishes, int[] size, VoxelType type, int components)
    {
        _library = library;
        _files = files;
        _wishes = wishes;
        _size = size;
        _type = type;
        _bytes = VoxelLayout.ByteCount(new Shape(size), type, components);
    }

    /// <summary>What is checked of the file while ITK reads it; null for nothing.</summary>
    public FileCheck? Check { get; init; }

    /// <summary>What is done before ITK reads it, and tells when it must not; null for nothing.</summary>
    public Action<CancellationToken>? Look { get; init; }

    /// <summary>The parts of the image, each of whole indices of its slowest axis.</summary>
    public VoxelSegment[] Segments()
    {
        int last = _size[_size.Length - 1];
        long slice = _bytes / last;
        int inPart = _bytes <= MostOfPart ? last : (int)Math.Max(1, MostOfPart / slice);
        int count = (last + inPart - 1) / inPart;
        return Enumerable.Range(0, count)
            .Select(i => new VoxelSegment(_files[0], 0, Math.Min(inPart, last - (i * inPart)) * slice) { Reader = this, Frame = i, FrameCount = count > 1 ? count : 0 })
            .ToArray();
    }

    public void Read(VoxelSegment segment, byte* target, CancellationToken cancellation)
    {
        if (segment.FrameCount == 0)
        {
            using ItkObject image = Execute(cancellation);
            Copy(image, 0, target, segment.ByteCount);
            return;
        }

        lock (_gate)
        {
            _kept ??= Execute(cancellation);
            long part = Math.Max(1, MostOfPart / (_bytes / _size[_size.Length - 1])) * (_bytes / _size[_size.Length - 1]);
            Copy(_kept, segment.Frame * part, target, segment.ByteCount);
        }
    }

    /// <summary>After the last part: gives memory back, and what ITK printed.</summary>
    public IReadOnlyList<string> Finish()
    {
        lock (_gate)
        {
            _kept?.Dispose();
            _kept = null;
            return _printed.ToArray();
        }
    }

    private ItkObject Execute(CancellationToken cancellation)
    {
        if (_bytes > WorthACheck && _bytes > MemoryBudget.Available)
        {
            throw new MedIOException(MedIOError.ImageTooLarge, FormattableString.Invariant($"{_files[0]}: its voxels need {_bytes} bytes in ITK, and there are {MemoryBudget.Available}. Read it with -Backend MedIO, which reads parts of files."), _files[0]);
        }

        Look?.Invoke(cancellation);
        string printed = string.Empty;
        Task? check = Check?.Start(cancellation);
        try
        {
            ItkObject image = NativeOutput.Run(ExecuteAlone, out printed, cancellation);
            if (check is not null)
            {
                Await(check, image);
            }

            if (printed.Length > 0)
            {
                if (!_wishes.AllowTruncated && ItkErrors.SaysCut(printed))
                {
                    // ITK is content with it, and fills up with whatever is there.
                    image.Dispose();
                    throw ItkErrors.Cut(_files[0], printed);
                }

                lock (_gate)
                {
                    _printed.AddRange(ItkWarnings.Sentences(printed));
                }
            }

            return image;
        }
        catch (ItkException e)
        {
            throw ItkErrors.Reading(e, _files[0], printed, isHeader: false);
        }
    }

    private static void Await(Task check, ItkObject image)
    {
        try
        {
            check.GetAwaiter().GetResult();
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    private ItkObject ExecuteAlone()
    {
        NamedFile[] named = _files.Select(NamedFile.Open).ToArray();
        try
        {
            using ItkObject reader = _wishes.Reader(_library, named.Select(n => n.Path).ToArray());
            return reader.Get("Execute");
        }
        finally
        {
            foreach (NamedFile file in named)
            {
                file.Dispose();
            }
        }
    }

    private void Copy(ItkObject image, long offset, byte* target, long count)
    {
        int[] size = image.Numbers("GetSize").Select(n => (int)n).ToArray();
        (VoxelType Type, bool IsVector)? type = _library.PixelTypes.Find(image.Number("GetPixelIDValue"));
        long components = type is { IsVector: false } ? 1 : image.Number("GetNumberOfComponentsPerPixel");
        if (!size.SequenceEqual(_size) || type?.Type != _type || VoxelLayout.ByteCount(new Shape(size), _type, (int)components) != _bytes)
        {
            throw new MedIOException(
                MedIOError.FileNotReadable,
                $"{_files[0]}: SimpleITK gives {new Shape(size)} voxels of {components} x {type?.Type.ToString() ?? "another type"}, but its header told of {new Shape(_size)} of {_type}. The file changed while it was read: read it again.",
                _files[0]);
        }

        // The call that does not ask for a copy of the voxels first.
        string name = image.Has("GetConstBufferAsVoid") ? "GetConstBufferAsVoid" : "GetConstBufferAs" + ItkPixelTypes.BufferName(_type);
        var source = (IntPtr)image.Call(name)!;
        if (source == IntPtr.Zero)
        {
            throw new InvalidDataException("SimpleITK gives no voxels.");
        }

        Buffer.MemoryCopy((byte*)source + offset, target, count, count);
        GC.KeepAlive(image);
    }
}
