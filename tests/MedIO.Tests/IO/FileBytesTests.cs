using System;
using System.IO;
using MedIO.IO;
using Xunit;

namespace MedIO.Tests.IO;

/// <summary>Opening files: however the system is asked, the same file, length, time and errors.</summary>
public sealed class FileBytesTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.bin")]
    [InlineData("-a [1] 'b' \"c\" $d.bin")]
    [InlineData("M\u00fcller \u5c71\u7530 \U0001f9e0.bin")]
    [InlineData("zeile\nzwei.bin")]
    public void Length_time_and_bytes_are_those_of_the_file(string name)
    {
        if (Path.DirectorySeparatorChar == '\\' && name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
        {
            return;
        }

        string path = _folder[name];
        File.WriteAllBytes(path, new byte[] { 1, 2, 3, 4, 5 });
        var changed = new DateTime(2024, 2, 29, 23, 59, 58, DateTimeKind.Utc).AddTicks(1234567);
        File.SetLastWriteTimeUtc(path, changed);
        using FileBytes file = FileBytes.Open(path);
        Assert.Equal(5, file.Length);
        Assert.True(file.Changed == 0 || file.Changed == File.GetLastWriteTimeUtc(path).Ticks, "The time of the last change.");
        var bytes = new byte[8];
        Assert.Equal(3, file.Read(2, bytes));
        Assert.Equal(new byte[] { 3, 4, 5, 0 }, bytes.AsSpan(0, 4).ToArray());
    }

    [Fact]
    public void Times_before_1970_are_times()
    {
        string path = _folder["old.bin"];
        File.WriteAllBytes(path, new byte[1]);
        try
        {
            File.SetLastWriteTimeUtc(path, new DateTime(1969, 7, 20, 20, 17, 40, DateTimeKind.Utc).AddTicks(5));
        }
        catch (Exception e) when (e is IOException or ArgumentException && Type.GetType("Mono.Runtime") is not null)
        {
            return; // Mono sets no such times.
        }

        using FileBytes file = FileBytes.Open(path);
        Assert.True(file.Changed == 0 || file.Changed == File.GetLastWriteTimeUtc(path).Ticks, "The time of the last change.");
    }

    [Fact]
    public void A_name_longer_than_any_path_is_an_error() =>
        Assert.Equal(MedIOError.FileNotReadable, Error(_folder[new string('a', 5000)]));

    [Fact]
    public void What_is_not_there_is_not_found() => Assert.Equal(MedIOError.FileNotFound, Error(_folder["b.bin"]));

    [Fact]
    public void An_empty_file_has_no_bytes()
    {
        File.WriteAllBytes(_folder["e.bin"], Array.Empty<byte>());
        Assert.Equal(MedIOError.EmptyFile, Error(_folder["e.bin"]));
    }

    [Fact]
    public void A_folder_is_no_file()
    {
        Directory.CreateDirectory(_folder["d"]);
        Assert.Equal(MedIOError.NoImageInDirectory, Error(_folder["d"]));
    }

    [Fact]
    public void It_stays_open_for_others_to_write_and_to_take_away()
    {
        string path = _folder["s.bin"];
        File.WriteAllBytes(path, new byte[3]);
        using FileBytes file = FileBytes.Open(path);
        File.WriteAllBytes(path, new byte[4]);
        File.Delete(path);
        Assert.Equal(3, file.Length);
    }

    private static MedIOError Error(string path) => Assert.Throws<MedIOException>(() => FileBytes.Open(path)).Error;
}
