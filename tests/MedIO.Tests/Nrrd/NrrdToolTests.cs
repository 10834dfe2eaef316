using System;
using System.Globalization;
using System.IO;
using System.Linq;
using Xunit;

namespace MedIO.Tests.Nrrd;

/// <summary>Against unu of Teem, whose library defined the format.</summary>
public sealed class NrrdToolTests : IDisposable
{
    private const string Unu = "teem-unu";

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ToolTheory(Unu)]
    [InlineData("raw", "little", ".nrrd")]
    [InlineData("raw", "big", ".nrrd")]
    [InlineData("raw", "big", ".nhdr")]
    [InlineData("gzip", "little", ".nrrd")]
    [InlineData("gzip", "big", ".nhdr")]
    [InlineData("bzip2", "little", ".nhdr")]
    [InlineData("bzip2", "big", ".nrrd")]
    [InlineData("hex", "big", ".nrrd")]
    [InlineData("hex", "little", ".nhdr")]
    [InlineData("ascii", "little", ".nrrd")]
    [InlineData("ascii", "little", ".nhdr")]
    public void What_it_writes_is_read(string encoding, string endian, string suffix)
    {
        foreach (VoxelType type in VoxelTypes.All.Where(t => !VoxelTypes.IsComplex(t)))
        {
            MedImage image = Sample(type);
            image.Save(_folder["a.nrrd"]);
            string path = _folder["b" + suffix];
            ExternalTool.Run(Unu, $"save -f nrrd -e {encoding} -en {endian} -i {_folder["a.nrrd"]} -o {path}");
            MedImage read = MedImage.FromFile(path);
            Assert.Equal(image.Voxels, read.Voxels);
            Assert.Equal(image.Affine, read.Affine);
            Assert.Equal(type, read.DataType);
            Assert.Empty(read.Warnings);
        }
    }

    [ToolTheory(Unu)]
    [InlineData("1 2 3 0")]
    [InlineData("1 0 2 3")]
    [InlineData("3 0 2 1")]
    [InlineData("2 1 0 3")]
    public void Its_permutations_are_undone(string order)
    {
        MedImage image = Sample(VoxelType.Int16, components: 3);
        image.Save(_folder["a.nrrd"]);
        ExternalTool.Run(Unu, $"permute -p {order} -i {_folder["a.nrrd"]} -o {_folder["b.nrrd"]}");
        MedImage read = MedImage.FromFile(_folder["b.nrrd"]);

        // Where axes of space have changed places, so have they in the image; turned back it is the same.
        MedImage back = read.Reorient(image.Orientation);
        Assert.Equal(image.Voxels, back.Voxels);
        Assert.Equal(image.Affine, back.Affine);
        Assert.Equal(3, read.Components);
    }

    [ToolFact(Unu)]
    public void It_reads_what_is_written()
    {
        foreach (VoxelType type in VoxelTypes.All)
        {
            foreach (int? level in new int?[] { null, 6 })
            {
                foreach (string name in new[] { "a.nrrd", "a.nhdr" })
                {
                    MedImage image = Sample(type, components: level is null ? 1 : 4);
                    image.Save(_folder[name], new SaveOptions { CompressionLevel = level });
                    ExternalTool.Run(Unu, $"save -f nrrd -e raw -i {_folder[name]} -o {_folder["b.nrrd"]}");
                    byte[] expected = Bytes(image);
                    byte[] actual = File.ReadAllBytes(_folder["b.nrrd"]);
                    Assert.Equal(expected, actual.Skip(actual.Length - expected.Length));
                    string head = ExternalTool.Run(Unu, $"head {_folder["b.nrrd"]}");
                    Assert.Contains("space: left-posterior-superior\n", head);
                    Assert.Equal(new[] { -1.5, 2, 3.25 }, Numbers(head, "space origin: "));
                    Assert.Equal(new[] { 0.9, -0.1, 0, 0.1, 1.8, 0.3, 0, 0.2, 3.1 }, Numbers(head, "space directions: "));
                }
            }
        }
    }

    [ToolFact(Unu)]
    public void Slices_in_many_files_are_read()
    {
        MedImage image = Sample(VoxelType.UInt16);
        image.Save(_folder["a.nrrd"]);
        ExternalTool.Run(Unu, $"dice -a 2 -ff %03d.nrrd -i {_folder["a.nrrd"]} -o {_folder["s"]}");
        string[] slices = _folder.Names().Where(n => n.StartsWith("s", StringComparison.Ordinal)).ToArray();
        Assert.Equal(image.Shape[2], slices.Length);
        foreach (string slice in slices)
        {
            ExternalTool.Run(Unu, $"save -f nrrd -e gzip -i {_folder[slice]} -o {_folder[Path.ChangeExtension(slice, ".nhdr")]}");
        }

        string[] names = slices.Select(s => Path.ChangeExtension(s, ".raw.gz")).ToArray();
        string pattern = "s%03d.raw.gz 0 " + (slices.Length - 1).ToString(CultureInfo.InvariantCulture) + " 1 2";
        foreach (string dataFile in new[] { "LIST\n" + string.Join("\n", names), pattern })
        {
            File.WriteAllText(_folder["c.nhdr"], NrrdFile.HeaderOf(string.Join(" ", image.Shape), "ushort", "gzip", "data file: " + dataFile));
            Assert.Equal(image.Voxels, MedImage.FromFile(_folder["c.nhdr"]).Voxels);
            ExternalTool.Run(Unu, $"save -f nrrd -e raw -i {_folder["c.nhdr"]} -o {_folder["d.nrrd"]}");
            Assert.Equal(image.Voxels, MedImage.FromFile(_folder["d.nrrd"]).Voxels);
        }
    }

    private static double[] Numbers(string head, string field) => head.Split('\n').Single(line => line.StartsWith(field, StringComparison.Ordinal)).Split(' ', '(', ')', ',')
        .Where(word => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _)).Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray();

    private static MedImage Sample(VoxelType type, int components = 1)
    {
        var affine = new Affine(new double[,] { { 0.9, 0.1, 0, -1.5 }, { -0.1, 1.8, 0.2, 2 }, { 0, 0.3, 3.1, 3.25 }, { 0, 0, 0, 1 } });
        double[] values = Enumerable.Range(0, 4 * 3 * 5 * components).Select(i => (double)(i * 37 % 120)).ToArray();
        return new MedImage(values, new MedMeta(new Shape(4, 3, 5), affine, components: components)).Cast(type, out _);
    }

    private static byte[] Bytes(MedImage image)
    {
        var bytes = new byte[image.Voxels.Length * VoxelTypes.SizeOf(image.DataType)];
        var pin = System.Runtime.InteropServices.GCHandle.Alloc(image.Voxels, System.Runtime.InteropServices.GCHandleType.Pinned);
        System.Runtime.InteropServices.Marshal.Copy(pin.AddrOfPinnedObject(), bytes, 0, bytes.Length);
        pin.Free();
        return bytes;
    }
}
