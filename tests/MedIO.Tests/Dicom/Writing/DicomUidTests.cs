using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using MedIO.Dicom.Writing;
using Xunit;

namespace MedIO.Tests.Dicom.Writing;

public class DicomUidTests
{
    [Fact]
    public void A_new_one_is_the_decimal_number_of_a_random_UUID()
    {
        string[] uids = Enumerable.Range(0, 1000).Select(_ => DicomUid.New()).ToArray();
        Assert.Equal(uids.Length, new HashSet<string>(uids).Count);
        foreach (string uid in uids)
        {
            Assert.True(DicomUid.IsValid(uid), uid);
            Assert.StartsWith("2.25.", uid, StringComparison.Ordinal);
            BigInteger number = BigInteger.Parse(uid.Substring(5), CultureInfo.InvariantCulture);

            // RFC 4122: version 4, variant 10.
            Assert.Equal(4, (int)((number >> 76) & 15));
            Assert.Equal(2, (int)((number >> 62) & 3));
        }
    }

    [Theory]
    [InlineData("1.2.826.0.1.3680043.10.513")]
    [InlineData("1.2")]
    [InlineData("1.2.3456789012.3456789012.3456789012.345678")]
    public void One_under_a_root_is_valid_and_new_each_time(string root)
    {
        string[] uids = Enumerable.Range(0, 1000).Select(_ => DicomUid.New(DicomUid.ParseRoot(root))).ToArray();
        Assert.Equal(uids.Length, new HashSet<string>(uids).Count);
        Assert.All(uids, uid => Assert.True(DicomUid.IsValid(uid) && uid.StartsWith(root + ".", StringComparison.Ordinal), uid));
    }

    [Theory]
    [InlineData("1.2.826.")]
    [InlineData(" 1.2.826 ")]
    public void A_root_may_end_in_a_dot(string root) => Assert.Equal("1.2.826", DicomUid.ParseRoot(root));

    [Theory]
    [InlineData("1..2")]
    [InlineData(".1")]
    [InlineData("1.02")]
    [InlineData("1.a")]
    [InlineData("1.2.3456789012.3456789012.3456789012.345678901")]
    public void A_root_that_is_none_or_leaves_no_room_is_refused(string root) =>
        Assert.Equal(MedIOError.InvalidElement, Assert.Throws<MedIOException>(() => DicomUid.ParseRoot(root)).Error);

    [Theory]
    [InlineData("1.2.0.3", true)]
    [InlineData("0.1", true)]
    [InlineData("1.", false)]
    [InlineData("1.00", false)]
    [InlineData("", false)]
    [InlineData("1.2.3456789012.3456789012.3456789012.3456789012.3456789012.11111", true)]
    [InlineData("1.2.3456789012.3456789012.3456789012.3456789012.3456789012.111111", false)]
    public void Validity_is_that_of_the_standard(string uid, bool valid) => Assert.Equal(valid, DicomUid.IsValid(uid));
}
