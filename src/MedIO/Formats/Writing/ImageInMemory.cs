using System.Collections.Generic;

namespace MedIO.Formats.Writing;

/// <summary>An image that is in memory already, on its way into a file.</summary>
internal sealed class ImageInMemory : VoxelSource
{
    private readonly MedImage _image;

    public ImageInMemory(MedImage image)
        : base(image.Metadata) => _image = image;

    public override IEnumerable<VoxelRun> Runs(long unit = 1)
    {
        yield return new VoxelRun(_image.Voxels, 0, _image.Voxels.LongLength);
    }

    public override MedImage ToImage() => _image;
}
