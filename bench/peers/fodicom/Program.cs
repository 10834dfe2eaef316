// Times fo-dicom on one job, in the words of Compare-Peer.ps1: warms up for WARMUP seconds, says "ready",
// then for each line on its input, a number of runs, prints the seconds of each. The first call, which is cold, goes to the
// error stream.
//
// usage: fodicom_timings DATA JOB WARMUP
// jobs: dicom-meta dicom-read
using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using FellowOakDicom;
using FellowOakDicom.Imaging;

string folder = Path.Combine(args[0], "ct");
Action job = args[1] == "dicom-meta" ? ReadHeaders : ReadVolume;
Turns.Serve(args.Length > 2 ? double.Parse(args[2], CultureInfo.InvariantCulture) : 0, job);

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
