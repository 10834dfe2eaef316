using System;
using System.IO;
using System.Linq;
using MedIO.SimpleItk;
using MedIO.Tests;
using Xunit;

namespace MedIO.Backends.Tests.SimpleItk;

public class LoadingTests
{
    [Fact]
    public void A_folder_without_it_says_so()
    {
        using var folder = new ScratchFolder();
        var error = Assert.Throws<MedIOException>(() => MedBackends.Register("itk", folder.Path));
        Assert.Equal(MedIOError.BackendNotAvailable, error.Error);
        Assert.Contains("SimpleITKCSharpManaged.dll", error.Message, StringComparison.Ordinal);
    }

    [SimpleItkFact]
    public void A_second_copy_is_refused_and_the_first_goes_on()
    {
        using var folder = new ScratchFolder();
        File.Copy(SimpleItkBackendHere.Backend.Path!, folder["SimpleITKCSharpManaged.dll"]);
        var error = Assert.Throws<MedIOException>(() => MedBackends.Register("SimpleItk", folder.Path));
        Assert.Equal(MedIOError.BackendNotAvailable, error.Error);
        Assert.Contains("new session", error.Message, StringComparison.Ordinal);
        Assert.Equal(SimpleItkBackendHere.Backend.Path, MedBackends.GetAll().Single(b => b.Name == "SimpleItk").Path);
        Assert.Single(AppDomain.CurrentDomain.GetAssemblies(), a => a.GetName().Name == "SimpleITKCSharpManaged");
    }

    [SimpleItkFact]
    public void The_folder_that_a_release_was_unpacked_into_will_do()
    {
        string inside = Path.GetDirectoryName(SimpleItkBackendHere.Backend.Path)!;
        using var folder = new ScratchFolder();
        Directory.CreateSymbolicLink(folder["SimpleITK"], inside);
        var error = Record.Exception(() => ItkLibrary.Load(folder.Path));

        // It is found; that it is the same one by another name cannot be told.
        Assert.Contains("new session", Assert.IsType<MedIOException>(error).Message, StringComparison.Ordinal);
    }

    [SimpleItkFact]
    public void It_says_what_it_is_and_what_it_can()
    {
        MedBackend backend = SimpleItkBackendHere.Backend;
        Assert.Matches(@"^\d+\.\d+.* \(ITK \d+\.\d+.*\)$", backend.Version);
        Assert.True(File.Exists(backend.Path));
        Assert.Contains("NIfTI", backend.Reads, StringComparison.Ordinal);
        Assert.Contains(".nii.gz", backend.WriteSuffixes);
    }

    [SimpleItkFact]
    public void All_pixel_types_of_voxels_are_found_by_their_names()
    {
        ItkLibrary library = ItkLibrary.Load(Path.GetDirectoryName(SimpleItkBackendHere.Backend.Path)!);
        foreach (VoxelType type in Enum.GetValues<VoxelType>())
        {
            Assert.NotNull(library.PixelTypes.Value(type, isVector: false));
            Assert.Equal(type < VoxelType.Complex64, library.PixelTypes.Value(type, isVector: true) is not null);
        }

        Assert.Null(library.PixelTypes.Find(-1));
    }
}
