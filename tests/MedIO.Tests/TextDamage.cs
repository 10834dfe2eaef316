using System;
using System.Linq;
using System.Text;

namespace MedIO.Tests;

/// <summary>Damages files whose header is text.</summary>
internal static class TextDamage
{
    /// <summary>The bytes with one to four changes.</summary>
    /// <param name="bytes">They stay as they are.</param>
    /// <param name="words">Characters that mean something to the format.</param>
    /// <param name="random">The changes depend on it alone.</param>
    public static byte[] Mutate(byte[] bytes, string words, Random random)
    {
        byte[] copy = (byte[])bytes.Clone();
        byte[] pieces = Encoding.ASCII.GetBytes(words);
        for (int n = random.Next(4); n >= 0; n--)
        {
            int at = random.Next(copy.Length);
            int other = random.Next(copy.Length);
            switch (random.Next(5))
            {
                case 0:
                    copy[at] = (byte)random.Next(256);
                    break;
                case 1:
                    copy[at] = pieces[random.Next(pieces.Length)];
                    break;
                case 2:
                    copy = copy.Take(Math.Max(1, at)).ToArray();
                    break;
                case 3:
                    copy = copy.Take(at).Concat(copy.Skip(Math.Min(at, other))).Concat(new byte[] { 10 }).ToArray();
                    break;
                default:
                    copy = copy.Take(at).Concat(new[] { pieces[random.Next(pieces.Length)] }).Concat(copy.Skip(at)).ToArray();
                    break;
            }
        }

        return copy;
    }
}
