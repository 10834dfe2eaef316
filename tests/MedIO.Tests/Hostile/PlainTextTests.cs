using System;
using System.IO;
using MedIO.Formats.Headers;
using Xunit;

namespace MedIO.Tests.Hostile;

/// <summary>What a console would obey, in the texts that are made for people.</summary>
public sealed class PlainTextTests
{
    [Theory]
    [InlineData("a\u001b[2Jb", @"a\x1b[2Jb")]
    [InlineData("a\u009b2Jb", @"a\x9b2Jb")]
    [InlineData("a\0b\u007f", @"a\x00b\x7f")]
    [InlineData("a\u0085b\u2028c\u2029", @"a\x85b\u2028c\u2029")]
    [InlineData("\u202e\u2066\u2069", @"\u202e\u2066\u2069")]
    [InlineData("\u200e\u200f\u061c", @"\u200e\u200f\u061c")]
    [InlineData("a\r\nb\nc\td", "a b c d")]
    [InlineData("\u00e4\u4e2d\ud83e\udde0e\u0301", "\u00e4\u4e2d\ud83e\udde0e\u0301")]
    public void Is_shown(string text, string shown) => Assert.Equal(shown, PlainText.Of(text));

    [Fact]
    public void Is_shown_in_an_error_that_is_logged_with_its_cause()
    {
        var cause = new FileNotFoundException("no \u001b[2J file\nanywhere");
        string text = new MedIOException(MedIOError.FileNotFound, "x\u202ey", "x\u202ey", cause).ToString();
        Assert.Contains(@"x\u202ey", text, StringComparison.Ordinal);
        Assert.Contains(@"no \x1b[2J file" + Environment.NewLine + "anywhere", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, c => c is not ('\r' or '\n') && PlainText.IsObeyed(c));
    }

    [Theory]
    [InlineData("a.raw", true)]
    [InlineData("sub/..a.raw", true)]
    [InlineData("../a.raw", false)] // As Windows leaves what begins with \\?\.
    [InlineData("sub/../../a.raw", false)]
    [InlineData("..", false)]
    public void A_folder_holds_no_name_with_dots_that_lead_out(string name, bool isBelow)
    {
        string folder = Path.Combine(Path.GetTempPath(), "in");
        Assert.Equal(isBelow, RealPath.IsBelow(folder + Path.DirectorySeparatorChar + name.Replace('/', Path.DirectorySeparatorChar), folder));
    }
}
