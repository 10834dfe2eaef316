using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;

namespace MedIO.SimpleItk;

/// <summary>
/// MINC's world grows to the patient's right and front. ITK took it for its own, which grows to the left and back, until its
/// pull request 4864, and after that does so unless it was told otherwise when it was built: files that it wrote were mirrored for
/// all other programs, and theirs for it. Which of the two this ITK does is tried out, once.
/// </summary>
internal static class MincWorld
{
    private static readonly ConditionalWeakTable<ItkLibrary, Lazy<bool>> Tried = new();

    /// <summary>Whether a class of ITK, or where it is not known, a file's name is MINC's, and this ITK does not turn its world.</summary>
    public static bool IsLeftToUs(ItkLibrary library, string? imageIO, string path) =>
        (imageIO is null ? path.EndsWith(".mnc", StringComparison.OrdinalIgnoreCase) : imageIO == ItkFormats.Minc)
        && Tried.GetValue(library, l => new Lazy<bool>(() => !Turns(l), LazyThreadSafetyMode.PublicationOnly)).Value;

    /// <summary>Turns an origin, from either world to the other.</summary>
    public static double[] Origin(double[] origin) => origin.Select((v, i) => i < 2 ? -v : v).ToArray();

    /// <summary>Turns a direction, row by row.</summary>
    /// <param name="direction">The matrix.</param>
    /// <param name="axes">Axes of the image.</param>
    public static double[] Direction(double[] direction, int axes) => direction.Select((v, i) => i < 2 * axes ? -v : v).ToArray();

    // Of an image along the world's axes, the direction cosines or the steps of x and y in the file are -1 if its world was turned.
    private static bool Turns(ItkLibrary library)
    {
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Directory.CreateDirectory(folder);
            string file = Path.Combine(folder, "world.mnc");
            NativeOutput.Run(
                () =>
                {
                    using ItkObject size = library.Vector("VectorUInt32", new[] { 2, 2, 2 });
                    using ItkObject image = library.Create("Image", size, library.PixelTypes.Value(VoxelType.UInt8, false), 0u);
                    using ItkObject writer = library.Create("ImageFileWriter");
                    writer.Call("SetFileName", file);
                    writer.Call("Execute", image);
                    return true;
                },
                out _);
            return new ReadOnlySpan<byte>(File.ReadAllBytes(file)).IndexOf(BitConverter.GetBytes(-1.0)) >= 0;
        }
        catch (ItkException)
        {
            // It writes none; then what it reads of others is as it has always been.
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MedIOException(MedIOError.FileNotWritable, $"{folder}: cannot be written ({e.Message}), and how ITK takes MINC's world is tried out there. Make room, or name another folder for temporary files.", folder, e);
        }
        finally
        {
            Delete(folder);
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Of no use any more, and in nobody's way.
        }
    }
}
