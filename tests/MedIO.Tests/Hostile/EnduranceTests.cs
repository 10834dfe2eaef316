using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using MedIO.Tests.Dicom.Series;
using Xunit;

namespace MedIO.Tests.Hostile;

/// <summary>
/// Some thousand reads in one process leave nothing behind. <c>build.ps1 -Task Endure</c> has the long form, with 100,000
/// reads and through the cmdlets.
/// </summary>
[Collection(Alone.Name)]
public sealed class EnduranceTests : IDisposable
{
    private const int Stretches = 5;
    private const int Rounds = 5;
    private const int MostBytes = 100_000;

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Thousands_of_reads_leave_nothing_behind()
    {
        string[] files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "OtherFiles"), "*", SearchOption.AllDirectories)
            .Where(f => new FileInfo(f).Length <= MostBytes).OrderBy(f => f, StringComparer.Ordinal).ToArray();
        Assert.True(files.Length > 40);
        foreach (string file in files)
        {
            // And the first half of each, as errors leave more behind.
            byte[] bytes = File.ReadAllBytes(file);
            File.WriteAllBytes(_folder[Path.GetFileName(file)], bytes.AsSpan(0, bytes.Length / 2).ToArray());
        }

        for (int i = 0; i < 4; i++)
        {
            new SliceFile { Position = new double[] { 0, 0, i } }.Save(_folder[$"IM{i}"]);
        }

        files = files.Concat(Directory.GetFiles(_folder.Path)).Concat(new[] { _folder.Path }).ToArray();
        int images = 0;
        for (int i = 0; i < 3; i++)
        {
            Array.ForEach(files, f => images += Read(f));
        }

        Assert.InRange(images, files.Length, 6 * files.Length);
        // What is left behind is so after every stretch. What a runtime grows by at one time, and the next time not, is its own.
        int leastHandles = int.MaxValue;
        long leastHeap = long.MaxValue;
        (int handles, long heap) = State();
        for (int stretch = 0; stretch < Stretches; stretch++)
        {
            for (int i = 0; i < Rounds; i++)
            {
                Array.ForEach(files, f => Read(f));
            }

            (int handlesAfter, long heapAfter) = State();
            leastHandles = Math.Min(leastHandles, handlesAfter - handles);
            leastHeap = Math.Min(leastHeap, heapAfter - heap);
            (handles, heap) = (handlesAfter, heapAfter);
        }

        // A stretch has more than 1,000 reads: one handle in a hundred of them, or 1 kB each, is more.
        Assert.InRange(leastHandles, int.MinValue, 4);
        Assert.InRange(leastHeap, long.MinValue, 512 << 10);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.tmp", SearchOption.AllDirectories));
    }

    private static int Read(string path)
    {
        int images = 0;
        foreach (Action read in new Action[] { () => MedFile.ReadMeta(path, new ReadOptions { Header = true }), () => MedFile.Read(path) })
        {
            try
            {
                read();
                images++;
            }
            catch (MedIOException)
            {
                // Half of them.
            }
        }

        return images;
    }

    private static (int Handles, long Heap) State()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        return (Directory.Exists("/proc/self/fd") ? Directory.GetFileSystemEntries("/proc/self/fd").Length : process.HandleCount, GC.GetTotalMemory(forceFullCollection: true));
    }
}
