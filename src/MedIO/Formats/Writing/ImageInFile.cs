using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using MedIO.Formats.Reading;
using MedIO.Geometry;
using MedIO.IO;

namespace MedIO.Formats.Writing;

/// <summary>
/// An image that is in a file still, on its way into another one: its voxels are read slab by slab, the next one while the last is
/// written. Where its axes lie in the file in a way that does not allow that, it is read as a whole.
/// </summary>
internal sealed class ImageInFile : VoxelSource
{
    private readonly ImageDescription _description;
    private readonly ImageSource _source;
    private readonly AxisMap _map;
    private readonly DamageReport _damage;
    private readonly ReadOptions _options;
    private readonly MemoryBudget.Share _memory;
    private MedImage? _image;

    /// <param name="description">The file's header.</param>
    /// <param name="source">The file, open.</param>
    /// <param name="map">The voxels wanted.</param>
    /// <param name="meta">The metadata of the voxels wanted; their type is the one that they are read in.</param>
    /// <param name="damage">Says whether voxels may be missing, and gets what is wrong with them.</param>
    /// <param name="options">Cancellation.</param>
    /// <param name="memory">Told how much memory is needed.</param>
    public ImageInFile(ImageDescription description, ImageSource source, AxisMap map, MedMeta meta, DamageReport damage, ReadOptions options, MemoryBudget.Share memory)
        : base(meta)
    {
        _description = description;
        _source = source;
        _map = map;
        _damage = damage;
        _options = new ReadOptions { CancellationToken = options.CancellationToken, AllowTruncated = options.AllowTruncated, AllowMissingSlices = options.AllowMissingSlices };
        _memory = memory;
        VoxelReader.RequireDecoders(description.Layout);
    }

    /// <summary>What became of the values on the way, once they all have been read.</summary>
    public CastReport Report { get; private set; } = new();

    /// <summary>What is read at once.</summary>
    public long SlabBytes { get; init; } = SlabPlan.SlabBytes;

    public override IEnumerable<VoxelRun> Runs(long unit = 1)
    {
        SlabPlan? plan = _image is null ? SlabPlan.Of(_description.Layout, _map, Metadata.DataType, unit, SlabBytes) : null;
        if (plan is not null)
        {
            return Slabs(plan);
        }

        MedImage image = ToImage();
        return new[] { new VoxelRun(image.Voxels, 0, image.Voxels.LongLength) };
    }

    public override MedImage ToImage()
    {
        if (_image is null)
        {
            long bytes = VoxelLayout.ByteCount(Metadata.Shape, Metadata.DataType, Metadata.Components);
            RequireMemory(bytes);

            // Once more for what a format makes of them.
            _memory.Change(2 * bytes, _options.CancellationToken);
            Report = new CastReport();
            Array voxels = About(() => VoxelReader.Read(_description, _source, _map, Metadata.DataType, Report, _options, _damage));
            _image = new MedImage(voxels, Metadata);
        }

        return _image;
    }

    private IEnumerable<VoxelRun> Slabs(SlabPlan plan)
    {
        _memory.Change((2 * plan.Bytes) + SlabPlan.SlabBytes, _options.CancellationToken);
        Report = new CastReport();
        using MapReader reader = About(() => new MapReader(_description.Layout, _source, Metadata.DataType, Report, _damage, _options.CancellationToken));
        Task<Array>? next = null;
        try
        {
            Array? used = null;
            using IEnumerator<AxisMap> slabs = plan.Slabs().GetEnumerator();
            slabs.MoveNext();
            for (next = Read(reader, slabs.Current, null); next is not null;)
            {
                Array slab = next.GetAwaiter().GetResult();
                Array? free = used;
                next = slabs.MoveNext() ? Read(reader, slabs.Current, free) : null;
                yield return new VoxelRun(slab, 0, slab.LongLength);
                used = slab;
            }

            About(() =>
            {
                reader.VerifyEnd(_map);
                return true;
            });
        }
        finally
        {
            // Nobody wants the rest any more: the file must not be closed under who reads it.
            if (next is not null)
            {
                ((IAsyncResult)next).AsyncWaitHandle.WaitOne();
                _ = next.Exception;
            }
        }
    }

    private Task<Array> Read(MapReader reader, AxisMap slab, Array? used) => Task.Run(() => About(() => reader.Read(slab, _options, used)));

    private void RequireMemory(long bytes)
    {
        if (bytes <= MemoryBudget.Available)
        {
            return;
        }

        throw new MedIOException(
            MedIOError.ImageTooLarge,
            FormattableString.Invariant($"{_source.Path}: {Metadata.Shape} voxels of {Metadata.Components} x {Metadata.DataType} need {bytes} bytes of memory at once, since they are compressed or to be written in another order than they are stored in, and there are {MemoryBudget.Available}. Convert a part with a slice, or to an uncompressed format first and from there with the orientation wanted."),
            _source.Path);
    }

    // What goes wrong while the target is written but belongs to the source says so.
    private T About<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (MedIOException e) when (e.Path is null)
        {
            throw e.About(_source.Path);
        }
        catch (OutOfMemoryException e)
        {
            throw new MedIOException(MedIOError.ImageTooLarge, $"{_source.Path}: there is not enough memory for the image. Convert a part of it with a slice.", _source.Path, e);
        }
    }
}
