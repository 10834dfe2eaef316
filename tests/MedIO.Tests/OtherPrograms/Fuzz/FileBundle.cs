using System;
using System.Collections.Generic;
using System.IO;

namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>
/// Files that belong together, as the bytes of one case: before each file a mark and the number of its name. Whatever becomes of the
/// bytes, they are files: what is before the first mark belongs to none, and a file whose number comes again is replaced.
/// </summary>
internal static class FileBundle
{
    private static readonly byte[] Mark = { 0xf5, 0x1c, 0xf5, 0x1d };

    public static byte[] Join(IEnumerable<(int Name, byte[] Bytes)> files)
    {
        using var whole = new MemoryStream();
        foreach ((int name, byte[] bytes) in files)
        {
            whole.Write(Mark, 0, Mark.Length);
            whole.WriteByte((byte)name);
            whole.Write(bytes, 0, bytes.Length);
        }

        return whole.ToArray();
    }

    public static List<(int Name, byte[] Bytes)> Split(ReadOnlySpan<byte> bundle)
    {
        var files = new List<(int, byte[])>();
        int begin = bundle.IndexOf(Mark);
        while (begin >= 0 && begin + Mark.Length < bundle.Length)
        {
            int name = bundle[begin + Mark.Length];
            ReadOnlySpan<byte> rest = bundle.Slice(begin + Mark.Length + 1);
            int next = rest.IndexOf(Mark);
            files.Add((name, rest.Slice(0, next < 0 ? rest.Length : next).ToArray()));
            begin = next < 0 ? -1 : begin + Mark.Length + 1 + next;
        }

        return files;
    }
}
