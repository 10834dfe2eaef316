using System;
using System.IO;
using System.Linq;
using MedIO.Tests.Dicom.Codecs.Fuzz;
using MedIO.Tests.OtherPrograms.Fuzz;
using Xunit;

namespace MedIO.Tests.OtherPrograms;

/// <summary>What fuzzing found: each case once did something else than to become an image or an error of this library.</summary>
public class FoundTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Found");

    public static TheoryData<string> Cases()
    {
        var data = new TheoryData<string>();
        foreach (string file in Directory.GetFiles(Folder, "*.case").OrderBy(file => file, StringComparer.Ordinal))
        {
            data.Add(Path.GetFileName(file));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_was_found_is_an_image_or_an_error_of_this_library(string name)
    {
        FuzzCase found = FuzzCase.Load(Path.Combine(Folder, name));
        using IFuzzTarget target = FuzzTargets.Of(name.Split('-')[0]);

        // Targets look at some things in some of their cases alone.
        for (int run = 0; run < 64; run++)
        {
            Assert.True(target.Run(found) != FuzzOutcome.Failure, $"{name}: {target.Detail}");
        }
    }
}
