// Times fo-dicom on one job: prints the seconds of the first call, which is cold, to the error stream, then of each run.
//
// usage: fodicom_timings DATA JOB RUNS
// jobs: dicom-meta dicom-read
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using FellowOakDicom;
using FellowOakDicom.Imaging;

string folder = Path.Combine(args[0], "ct");
Action job = args[1] == "dicom-meta" ? ReadHeaders : ReadVolume;
var watch = Stopwatch.StartNew();
job();
Console.Error.WriteLine(FormattableString.Invariant($"first call {watch.Elapsed.TotalSeconds:F6}"));
for (int i = 0; i < int.Parse(args[2], CultureInfo.InvariantCulture); i++)
{
    watch.Restart();
    job();
    Console.WriteLine(watch.Elapsed.TotalSeconds.ToString("F6", CultureInfo.InvariantCulture));
}

void ReadHeaders()
{
    foreach (string file in Directory.GetFiles(folder))
    {
        DicomDataset header = DicomFile.Open(file, FileReadOption.SkipLargeTags).Dataset;
        header.GetValues<double>(DicomTag.ImagePositionPatient);
        header.GetValues<double>(DicomTag.PixelSpacing);
        header.GetString(DicomTag.SeriesInstanceUID);
        header.GetSingleValue<ushort>(DicomTag.Rows);
    }
}

void ReadVolume()
{
    var slices = new List<(double Position, short[] Pixels)>();
    foreach (string file in Directory.GetFiles(folder))
    {
        DicomDataset data = DicomFile.Open(file).Dataset;
        byte[] bytes = DicomPixelData.Create(data).GetFrame(0).Data;
        var pixels = new short[bytes.Length / 2];
        Buffer.BlockCopy(bytes, 0, pixels, 0, bytes.Length);
        short intercept = (short)data.GetSingleValue<double>(DicomTag.RescaleIntercept);
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] += intercept;
        }

        slices.Add((data.GetValues<double>(DicomTag.ImagePositionPatient)[2], pixels));
    }

    slices.Sort((a, b) => a.Position.CompareTo(b.Position));
    var volume = new short[slices.Count * slices[0].Pixels.Length];
    for (int i = 0; i < slices.Count; i++)
    {
        slices[i].Pixels.CopyTo(volume, i * slices[0].Pixels.Length);
    }
}
