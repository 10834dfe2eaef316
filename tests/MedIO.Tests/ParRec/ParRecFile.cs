using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace MedIO.Tests.ParRec;

/// <summary>Makes pairs as the export tool of Philips writes them, independent of the code under test.</summary>
internal sealed class ParRecFile
{
    private readonly string _version;
    private readonly List<double[]> _rows = new();
    private readonly List<KeyValuePair<string, string>> _general = new();

    public ParRecFile(string version = "V4.2")
    {
        _version = version;
        Set("Patient name", "somebody").Set("Examination name", "test").Set("Protocol name", "EPI: a test").Set("Examination date/time", "2014.02.14 / 09:00:57");
        Set("Max. number of slices/locations", "2").Set("Repetition time [ms]", "2000.000").Set("Dynamic scan      <0=no 1=yes> ?", "1").Set("Diffusion         <0=no 1=yes> ?", "0");
        Set("Angulation midslice(ap,fh,rl)[degr]", "0.000  0.000  0.000").Set("Off Centre midslice(ap,fh,rl) [mm]", "10.000  20.000  30.000");
    }

    public int Width { get; set; } = 3;

    public int Height { get; set; } = 2;

    public int Bits { get; set; } = 16;

    /// <summary>1 transverse, 2 sagittal, 3 coronal.</summary>
    public int Orientation { get; set; } = 1;

    /// <summary>The number of columns of each line; null for the version's.</summary>
    public int? Columns { get; set; }

    public ParRecFile Set(string name, string? value)
    {
        _general.RemoveAll(g => g.Key == name);
        if (value is not null)
        {
            _general.Add(new KeyValuePair<string, string>(name, value));
        }

        return this;
    }

    /// <summary>Adds a line of the table; its index in the REC file is its own number unless given.</summary>
    public ParRecFile Slice(
        int number, int echo = 1, int dynamic = 1, int phase = 1, int type = 0, int sequence = 2, double? index = null, double intercept = 0, double slope = 1, double scale = 1,
        int b = 1, int gradient = 1, int label = 1, double thickness = 4, double gap = 1, double bFactor = 0)
    {
        var row = new double[49];
        new[] { number, echo, dynamic, phase, type, sequence, index ?? _rows.Count, Bits, 100, Width, Height, intercept, slope, scale, 1070, 1860 }.CopyTo(row, 0);
        row[20] = (thickness + gap) * (number - 1);
        row[22] = thickness;
        row[23] = gap;
        row[25] = Orientation;
        row[28] = 1.5;
        row[29] = 2.5;
        row[33] = bFactor;
        row[41] = b;
        row[42] = gradient;
        row[48] = label;
        _rows.Add(row);
        return this;
    }

    /// <summary>Changes a number of the last line.</summary>
    public ParRecFile With(int column, double value)
    {
        _rows[_rows.Count - 1][column] = value;
        return this;
    }

    public override string ToString()
    {
        int columns = Columns ?? (_version == "V4" ? 41 : _version == "V4.1" ? 48 : 49);
        IEnumerable<string> lines = new[]
        {
            "# === DATA DESCRIPTION FILE ======================================================", "#", "# Dataset name: somewhere", "#",
            "# CLINICAL TRYOUT             Research image export tool     " + _version, "#", "# === GENERAL INFORMATION ===", "#",
        }.Concat(_general.Select(g => $".    {g.Key,-35}:   {g.Value}"))
            .Concat(new[] { "#", "# === PIXEL VALUES ===", "#  DV = PV * RS + RI             FP = DV / (RS * SS)", "#", "# === IMAGE INFORMATION ===", "#  sl ec  dyn", string.Empty })
            .Concat(_rows.Select(row => "  " + string.Join("  ", row.Take(columns).Select((n, i) => i is 43 or 44 ? "T1" : n.ToString("R", CultureInfo.InvariantCulture)))))
            .Concat(new[] { string.Empty, "# === END OF DATA DESCRIPTION FILE ===" });
        return string.Join("\r\n", lines);
    }

    /// <summary>Writes both files, in each image of the REC the numbers 100 x image + voxel; the header's path.</summary>
    public string Put(ScratchFolder folder, string name = "a", string par = ".PAR", string rec = ".REC")
    {
        File.WriteAllText(folder[name + par], ToString());
        File.WriteAllBytes(folder[name + rec], Enumerable.Range(0, _rows.Count).SelectMany(Image).ToArray());
        return folder[name + par];
    }

    private IEnumerable<byte> Image(int image) => Enumerable.Range(0, Width * Height).SelectMany(i => Bits == 8 ? new[] { (byte)((20 * image) + i) } : LittleEndian((ushort)((100 * image) + i)));

    private static byte[] LittleEndian(ushort value) => new[] { (byte)value, (byte)(value >> 8) };
}
