using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace MedIO.Tests.Dicom.Codecs.Fuzz;

/// <summary>Many cases in one file: of each a line, as <see cref="Seed.Line"/> makes it, with the count of its bytes, and the bytes.</summary>
internal static class CaseFile
{
    public static void Write(Stream stream, FuzzCase fuzz)
    {
        byte[] line = Encoding.ASCII.GetBytes(FormattableString.Invariant($"{fuzz.Line} {fuzz.Length}\n"));
        stream.Write(line, 0, line.Length);
        stream.Write(fuzz.Buffer, 0, fuzz.Length);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Reads the cases: those that are whole, where the writer was ended in the midst of one.</summary>
    public static IEnumerable<FuzzCase> Read(Stream stream)
    {
        using var whole = new MemoryStream();
        stream.CopyTo(whole);
        byte[] file = whole.ToArray();
        for (int at = 0; at < file.Length;)
        {
            int end = Array.IndexOf(file, (byte)'\n', at);
            if (end < 0)
            {
                yield break;
            }

            string line = Encoding.ASCII.GetString(file, at, end - at);
            int space = line.LastIndexOf(' ');
            int count = int.Parse(line.Substring(space + 1), System.Globalization.CultureInfo.InvariantCulture);
            if (end + 2 + count > file.Length)
            {
                yield break;
            }

            yield return FuzzCase.Of(line.Substring(0, space), file.AsSpan(end + 1, count).ToArray());
            at = end + 2 + count;
        }
    }
}
