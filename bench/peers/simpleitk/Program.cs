// Times SimpleITK, called as a C# program calls it, on one job, in the words of Compare-Peer.ps1: warms up for WARMUP seconds, says "ready",
// then for each line on its input, a number of runs, prints the seconds of each. The first call, which is cold, goes to the
// error stream.
//
// usage: simpleitk_timings DATA JOB WARMUP
// jobs: meta read read-gz dicom-read
using System;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using itk.simple;

string data = args[0];
Action job = args[1] switch
{
    "meta" => ReadHeaders,
    "read" => () => ReadFile(Path.Combine(data, "vol.nii")),
    "read-gz" => () => ReadFile(Path.Combine(data, "gz", "vol.nii.gz")),
    _ => ReadSeries,
};
Turns.Serve(args.Length > 2 ? double.Parse(args[2], CultureInfo.InvariantCulture) : 0, job);

void ReadHeaders()
{
    foreach (string file in Directory.GetFiles(Path.Combine(data, "many"), "*.nii.gz"))
    {
        using var reader = new ImageFileReader();
        reader.SetFileName(file);
        reader.ReadImageInformation();
        using VectorDouble direction = reader.GetDirection();
        using VectorDouble spacing = reader.GetSpacing();
        using VectorDouble origin = reader.GetOrigin();
    }
}

void ReadFile(string path)
{
    using var reader = new ImageFileReader();
    reader.SetFileName(path);
    using Image image = reader.Execute();
    Voxels(image);
}

void ReadSeries()
{
    string folder = Path.Combine(data, "ct");
    using var reader = new ImageSeriesReader();
    using VectorString series = ImageSeriesReader.GetGDCMSeriesIDs(folder);
    using VectorString files = ImageSeriesReader.GetGDCMSeriesFileNames(folder, series[0]);
    reader.SetFileNames(files);
    using Image image = reader.Execute();
    Voxels(image);
}

// A program in C# wants an array of its own.
static Array Voxels(Image image)
{
    int count = checked((int)image.GetNumberOfPixels());
    if (image.GetPixelID().swigValue == PixelIDValueEnum.sitkInt16.swigValue)
    {
        var numbers = new short[count];
        Marshal.Copy(image.GetBufferAsInt16(), numbers, 0, count);
        return numbers;
    }

    var wide = new int[count];
    Marshal.Copy(image.GetBufferAsInt32(), wide, 0, count);
    return wide;
}
