using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using FsCheck.Xunit;
using MedIO.Dicom;
using Xunit;

namespace MedIO.Tests.Dicom;

/// <summary>Random data sets, built byte by byte and read back.</summary>
public class DataSetRoundTripProperties
{
    private static readonly (bool IsExplicit, bool BigEndian)[] Encodings = { (true, false), (false, false), (true, true) };

    [Property(MaxTest = 300)]
    public void What_was_built_is_what_is_read(int seed)
    {
        var random = new Random(seed);
        (bool isExplicit, bool bigEndian) = Encodings[random.Next(3)];
        var builder = new DicomBytesBuilder(isExplicit, bigEndian).Text(0x00080005, "CS", "ISO_IR 192");
        var expected = new List<string> { "SpecificCharacterSet=ISO_IR 192" };
        Fill(builder, random, expected, string.Empty, 0);
        bool deflated = isExplicit && !bigEndian && random.Next(3) == 0;
        using var folder = new ScratchFolder();
        System.IO.File.WriteAllBytes(folder["a.dcm"], deflated ? builder.ToDeflatedFile() : random.Next(4) == 0 ? builder.ToDataSet() : builder.ToFile());
        var warnings = new List<string>();
        IEnumerable<string> found = DicomElements.ReadAll(folder["a.dcm"], warnings).Where(e => e.Tag.Group != 2).Select(e => e.ToString());
        Assert.Equal(expected, found);
        Assert.Empty(warnings);
    }

    // Elements of the standard, so that implicit VR knows them, in their order.
    private static void Fill(DicomBytesBuilder builder, Random random, List<string> expected, string way, int depth)
    {
        void Expect(string keyword, object value) => expected.Add(string.Format(CultureInfo.InvariantCulture, "{0}{1}={2}", way, keyword, value));
        if (random.Next(2) == 0)
        {
            string text = Text(random);
            builder.Text(0x00081030, "LO", Encoding.UTF8.GetBytes(text));
            Expect("StudyDescription", text);
        }

        if (depth < 4)
        {
            foreach ((uint tag, string keyword) in new[] { (0x00081140u, "ReferencedImageSequence"), (0x00082218u, "AnatomicRegionSequence") })
            {
                if (random.Next(2) == 0)
                {
                    continue;
                }

                int count = random.Next(4);
                Expect(keyword, count);
                int at = 0;
                var items = new Action<DicomBytesBuilder>[count];
                for (int i = 0; i < count; i++)
                {
                    items[i] = item => Fill(item, random, expected, $"{way}{keyword}[{at++}].", depth + 1);
                }

                builder.Sequence(tag, "SQ", random.Next(2) == 0, items);
            }
        }

        string name = $"{Text(random)}^{Text(random)}";
        builder.Text(0x00100010, "PN", Encoding.UTF8.GetBytes(name));
        Expect("PatientName", name);
        double[] numbers = Enumerable.Range(0, 1 + random.Next(4)).Select(_ => random.NextDouble() - 0.5).ToArray();
        builder.Double(0x00189079, numbers);
        Expect("InversionTimes", string.Join("\\", numbers.Select(n => n.ToString("R", CultureInfo.InvariantCulture))));
        uint unsigned = (uint)random.Next();
        builder.UInt32(0x00209057, unsigned);
        Expect("InStackPositionNumber", unsigned);
        ushort rows = (ushort)random.Next(65536);
        builder.UInt16(0x00280010, rows);
        Expect("Rows", rows);
        string number = (random.Next(2_000_000) - 1_000_000).ToString(CultureInfo.InvariantCulture);
        builder.Text(0x0040a30a, "DS", number + ".50");
        Expect("NumericValue", double.Parse(number + ".50", CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture));
    }

    // Nothing that means something: no delimiters, no spaces at the ends.
    private static string Text(Random random)
    {
        const string Letters = "abcXYZ019 äß山田ЛΔ._-";
        string text = new(Enumerable.Range(0, 1 + random.Next(12)).Select(_ => Letters[random.Next(Letters.Length)]).ToArray());
        return "x" + text + "y";
    }
}
