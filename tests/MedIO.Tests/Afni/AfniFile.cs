using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace MedIO.Tests.Afni;

/// <summary>Makes pairs of AFNI as its README.attributes describes them, independent of the code under test.</summary>
internal sealed class AfniFile
{
    private readonly List<KeyValuePair<string, string>> _attributes = new();

    /// <summary>A dataset of so many voxels and sub-bricks, along LPS, 1 mm.</summary>
    public AfniFile(int type, int x, int y, int z, int bricks = 1, bool bigEndian = false)
    {
        Text("BYTEORDER_STRING", bigEndian ? "MSB_FIRST" : "LSB_FIRST");
        Integers("DATASET_RANK", 3, bricks, 0, 0, 0, 0, 0, 0);
        Integers("DATASET_DIMENSIONS", x, y, z, 0, 0);
        Integers("BRICK_TYPES", Enumerable.Repeat(type, bricks).ToArray());
        Floats("IJK_TO_DICOM_REAL", "1 0 0 0 0 1 0 0 0 0 1 0");
    }

    public AfniFile Text(string name, string value) => Set(name, $"type = string-attribute\nname = {name}\ncount = {Encoding.UTF8.GetByteCount(value) + 1}\n'{value}~\n");

    public AfniFile Integers(string name, params int[] values) => Set(name, $"type = integer-attribute\nname = {name}\ncount = {values.Length}\n {string.Join(" ", values)}\n");

    public AfniFile Floats(string name, string values) =>
        Set(name, $"type  = float-attribute\nname  = {name}\ncount = {values.Split(new[] { ' ', '\n' }, StringSplitOptions.RemoveEmptyEntries).Length}\n {values}\n");

    public AfniFile Set(string name, string lines)
    {
        Without(name);
        _attributes.Add(new KeyValuePair<string, string>(name, lines));
        return this;
    }

    public AfniFile Without(string name)
    {
        _attributes.RemoveAll(a => a.Key == name);
        return this;
    }

    public override string ToString() => "\n" + string.Join("\n", _attributes.Select(a => a.Value));

    /// <summary>Writes the header, and the voxels beside it; the header's path.</summary>
    public string Put(ScratchFolder folder, string name, byte[] voxels, string dataSuffix = ".BRIK")
    {
        File.WriteAllBytes(folder[name + dataSuffix], voxels);
        File.WriteAllText(folder[name + ".HEAD"], ToString(), new UTF8Encoding(false));
        return folder[name + ".HEAD"];
    }
}
