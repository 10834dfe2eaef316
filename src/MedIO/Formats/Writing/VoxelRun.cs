using System;

namespace MedIO.Formats.Writing;

/// <summary>Voxels that follow one another in an image, in the order of the image.</summary>
/// <param name="Numbers">An array that holds them. It may be used for the next run, too.</param>
/// <param name="Start">The index of the first number in the array.</param>
/// <param name="Count">How many numbers there are.</param>
internal readonly record struct VoxelRun(Array Numbers, long Start, long Count);
