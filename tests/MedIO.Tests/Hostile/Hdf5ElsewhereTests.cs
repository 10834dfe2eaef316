#if !TEST_NETSTANDARD
using System;
using System.IO;
using Xunit;

namespace MedIO.Tests.Hostile;

/// <summary>HDF5 has three ways to take a data set from another file; libhdf5 has made these, each as MINC 2's image and out of the folder.</summary>
public sealed class Hdf5ElsewhereTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("external", "H4sIAAAAAAACA+v0cHHj5ZLiYgABDg4GFgYBBmTwHwpOCKLyYfIJUJoRSndA6RVMMHFGsJwEVFwQaj66upAgV1eQ6v9oAGbPA1YIzcEwCkYi8HB1DADREVA+LD2dYEJVl5uZl6xrpGfAgJYuHci0F1f69WCG8DNYiUu/LzhH0+9o+kWkX1gp28GKqi4zNzE9FSndelBob7CfvwsoBcPSnQIzar5AT8ejgLRyIIAdwi/gJK4c+MA7Wg6MlgOY5cAETlR1Bmj1F7XLAQ12VPPR0/EoIK0ciOCG8Ct4iSsHGgRGy4HRcgCzHJjBS9/2gAE3ajmAno5HAa5ygB0SZowwvgWEZoYIwLolxNLMwBTACE0HjEglAyuQBvGZmJjAwuwMGmA+I7Qs8sBRjnDAaUhJxcwIK4FQVQpBVYLMW+bNko2oechLzxJo9VYG6nACg56efnFqclFqiV5RYjmW9GjBP5q2yAEAa6uiZcgRAAA=")]
    [InlineData("link", "H4sIAAAAAAACA+v0cHHj5ZLiYgABDg4GFgYBBmTwHwom8KPyYfIJUJoRSndA6RVMMHFGsJwEVFwQaj66upAgV1eQ6v9oAGbPA1YIzcEwCkYi8HB1DADREVA+LD2dYEJVl5uZl6xrpGfAgJYuHci0F1f69WCG8DNYiUu/LzhH0+9o+kWkX1gp28GKqi4zNzE9FSndelBob7CfvwsoBcPSnQIzar5AT8ejgLRyIIAdwi/gJK4c+MA7Wg6MlgOY5cAETlR1Bmj1F7XLAQ12VPPR0/EowFUOsKCUAwLQGLSAto9h8QopBxhwlgOjYLQcQE4vsHw5gxc9vUHzJ5XsRS8HDLhR7YmA8it4R+MIH2CClwDYczgXMIQZkdSzMShAwpnDgRXcxhNkYNDT0y9OTS5KLdHLMGXQrwDLAwA9BKjKkA8AAA==")]
    [InlineData("virtual", "H4sIAAAAAAACA+v0cHHj5ZLiYgABDg4GFgYBBmTwHwomKKLyYfIJUJoRSndA6RVMMHFGsJwEVFwQaj66upAgV1eQ6v9oAGbPA1YIzcEwCkYi8HB1DADREVA+LD2dYEJVl5uZl6xrpGfAgJYuHci0F1f69WCG8DNYiUu/LzhH0+9o+kWkX1gp28GKqi4zNzE9FSndelBob7CfvwsoBcPSnQIzar5AT8ejgLRyIIAdwi/gJK4c+MA7Wg6MlgOY5cAETlR1Bmj1F7XLAQ12VPPR0/EoIK0ciOCG8Ct4iSsHPBRGy4HRcgCzHJjBS9/2gAE3ajmAno5HAa5ygA0SZowwvgWEZoYIwLolxNLMwBTACE0HjEglAyuQBvGZmJgYIaKQlMLC7CGAHHNCUPUg3jJvlmxgi46u4eHu7O/DiJSQYenJFr0jpqenX5yaXJRaopdhyqBfwcCMJAcJCFT+jcnf9yBxF/CPpr1RMApGwSgYBaNgFIyCUTAKRsEoGAWjYKAA+riSxWg/nSwAAFqRuiGQIQAA")]
    public void Is_refused(string way, string gzip)
    {
        Directory.CreateDirectory(_folder["in"]);
        File.WriteAllBytes(_folder["secret.raw"], new byte[8]);
        string file = _folder[$"in/{way}.mnc"];
        File.WriteAllBytes(file, Mgh.MghBytes.Gunzip(Convert.FromBase64String(gzip)));
        File.Copy(file, _folder["secret.h5"]);
        foreach (bool trusting in new[] { false, true })
        {
            MedIOException error = Assert.Throws<MedIOException>(() => MedFile.Read(file, new ReadOptions { AllowExternalData = trusting }));
            Assert.Contains(way == "link" ? "has no /minc-2.0/image/0/image" : "a part of it is in another file", error.Message, StringComparison.Ordinal);
        }
    }
}
#endif
