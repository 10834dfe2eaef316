using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;

namespace MedIO.SimpleItk;

/// <summary>
/// Text on its way to ITK, which takes UTF-8. The wrappers hand it over in the platform's narrow code page: that is UTF-8, but on
/// Windows. There, text is chosen that has the bytes wanted in that code page, where it has such.
/// </summary>
internal static class NativeText
{
    private static readonly bool IsWindows = System.IO.Path.DirectorySeparatorChar == '\\';

    /// <summary>The text whose narrow bytes are the UTF-8 of a text.</summary>
    public static string ToNative(string text) => IsWindows && !IsAscii(text) ? Reread(Encoding.UTF8.GetBytes(text)) ?? text : text;

    /// <summary>The text whose UTF-8 are the narrow bytes of a text.</summary>
    public static string FromNative(string text)
    {
        if (!IsWindows || IsAscii(text))
        {
            return text;
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Narrow(text));
        }
        catch (ArgumentException)
        {
            // It was no UTF-8.
            return text;
        }
    }

    private static bool IsAscii(string text) => text.All(c => c < 128);

    private static string? Reread(byte[] bytes)
    {
        IntPtr memory = Marshal.AllocHGlobal(bytes.Length + 1);
        try
        {
            Marshal.Copy(bytes, 0, memory, bytes.Length);
            Marshal.WriteByte(memory, bytes.Length, 0);
            string text = Marshal.PtrToStringAnsi(memory)!;
            return Narrow(text).SequenceEqual(bytes) ? text : null;
        }
        finally
        {
            Marshal.FreeHGlobal(memory);
        }
    }

    private static byte[] Narrow(string text)
    {
        IntPtr memory = Marshal.StringToHGlobalAnsi(text);
        try
        {
            int count = 0;
            while (Marshal.ReadByte(memory, count) != 0)
            {
                count++;
            }

            var bytes = new byte[count];
            Marshal.Copy(memory, bytes, 0, count);
            return bytes;
        }
        finally
        {
            Marshal.FreeHGlobal(memory);
        }
    }
}
