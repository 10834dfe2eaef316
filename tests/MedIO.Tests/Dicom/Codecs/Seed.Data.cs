using Xunit;

namespace MedIO.Tests.Dicom.Codecs;

/// <content>What xunit wants of them.</content>
internal static partial class Seed
{
    /// <summary>As <see cref="All"/>, for <c>[MemberData(nameof(Seed.Data), "jpegls", MemberType = typeof(Seed))]</c>.</summary>
    public static TheoryData<string> Data(string codec)
    {
        var data = new TheoryData<string>();
        foreach (string name in All(codec))
        {
            data.Add(name);
        }

        return data;
    }
}
