using System;
using System.IO;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using MedIO.Formats.Writing;
using MedIO.IO;
using MedIO.IO.Replacing;
using MedIO.Voxels;

namespace MedIO.Formats.Pictures;

/// <summary>Writes an image as pictures, one a slice, on all cores.</summary>
internal sealed class PictureWriter
{
    private readonly string _format;
    private readonly IPictureEncoder _encoder;

    /// <param name="format">The format's name.</param>
    /// <param name="encoder">Writes one picture.</param>
    public PictureWriter(string format, IPictureEncoder encoder)
    {
        _format = format;
        _encoder = encoder;
    }

    /// <summary>Writes an image; see <see cref="IImageCodec.Write"/>.</summary>
    public void Write(VoxelSource image, string path, AtomicFiles files, SaveOptions options)
    {
        MedMeta meta = image.Metadata;
        Shape shape = meta.Shape;
        Vector spacing = meta.Affine.To3D().Spacing;
        var picture = new PictureSamples(shape[0], shape.Count > 1 ? shape[1] : 1, meta.DataType, meta.Components, spacing[0], spacing[1]);
        if (_encoder.Obstacle(picture) is { } obstacle)
        {
            throw new MedIOException(MedIOError.CannotRepresent, $"{path}: a {_format} {obstacle}.", path);
        }

        string[] paths = PictureNames.Of(path, shape, _format);
        foreach (string loss in PictureLoss.Of(meta, _format, holdsSlices: false).Concat(_encoder.Losses(picture)))
        {
            options.Warn?.Invoke(loss);
        }

        if (paths.Length > 1 && File.Exists(PictureNames.Of(path, new Shape(shape[0], shape[1], paths.Length + 1), _format)[paths.Length]))
        {
            options.Warn?.Invoke($"{path}: pictures with higher numbers are there already, and stay; whoever reads the folder takes them for slices of this image. Delete them, or give another name.");
        }

        int done = 0;
        foreach (VoxelRun run in image.Runs(picture.Count))
        {
            int count = checked((int)(run.Count / picture.Count));
            Write(run, picture, paths, done, count, files, options);
            done += count;
        }

        options.Progress?.Report(1);
    }

    private unsafe void Write(VoxelRun run, PictureSamples picture, string[] paths, int first, int count, AtomicFiles files, SaveOptions options)
    {
        using var numbers = new PinnedArray(run.Numbers);
        nint source = (nint)(numbers.Pointer + (run.Start * numbers.ElementSize));
        long bytes = picture.Count * numbers.ElementSize;
        int caller = Environment.CurrentManagedThreadId;
        int done = 0;
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = options.CancellationToken }, i =>
            {
                // Closed at once: thousands should not stay open.
                using Stream target = files.Create(paths[first + i]);
                _encoder.Encode(picture, (byte*)source + (i * bytes), target, paths.Length == 1, options);
                int soFar = Interlocked.Increment(ref done);
                if (Environment.CurrentManagedThreadId == caller)
                {
                    options.Progress?.Report((double)(first + soFar) / paths.Length);
                }
            });
        }
        catch (AggregateException e)
        {
            // The first that is no consequence of another's end.
            Exception inner = e.Flatten().InnerExceptions.FirstOrDefault(x => x is not OperationCanceledException) ?? e.InnerExceptions[0];
            ExceptionDispatchInfo.Capture(inner).Throw();
        }
    }
}
