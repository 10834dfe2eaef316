using System;
using System.Globalization;
using System.Threading;
using FsCheck;
using FsCheck.Xunit;
using MedIO.Dicom.Writing;
using Xunit;

namespace MedIO.Tests.Dicom.Writing;

public class DecimalStringTests
{
    [Property(MaxTest = 2000)]
    public void A_number_keeps_as_many_digits_as_16_characters_hold(NormalFloat number)
    {
        string text = DecimalString.Of(number.Get);
        Assert.True(text.Length <= 16, text);
        Assert.True(DecimalString.IsValid(text), text);

        // A sign, a point and an exponent of three digits leave nine.
        double read = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        Assert.True(Math.Abs(read - number.Get) <= Math.Abs(number.Get) * 1e-8, text);
    }

    [Property(MaxTest = 2000)]
    public void A_length_in_mm_is_right_to_ten_digits(int thousandths, ushort fraction)
    {
        double number = (thousandths / 1000.0) + (fraction / 65536e3);
        double read = DecimalString.Round(number);
        Assert.True(Math.Abs(read - number) <= Math.Max(Math.Abs(number) * 1e-10, 1e-13), DecimalString.Of(number));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.0, "0")]
    [InlineData(1, "1")]
    [InlineData(-1024, "-1024")]
    [InlineData(0.75, "0.75")]
    [InlineData(0.1, "0.1")]
    [InlineData(-0.333333333333333333, "-0.3333333333333")]
    [InlineData(2 / 3.0, "0.66666666666667")]
    [InlineData(123456789012345, "123456789012345")]
    [InlineData(1e300, "1E300")]
    [InlineData(-1.234567890123e-300, "-1.23456789E-300")]
    [InlineData(double.MaxValue, "1.79769313E308")]
    [InlineData(double.Epsilon, "4.940656458E-324")]
    [InlineData(65535.5, "65535.5")]
    public void Numbers_are_written_as_people_would(double number, string expected) => Assert.Equal(expected, DecimalString.Of(number));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_no_finite_number_is_refused(double number) =>
        Assert.Equal(MedIOError.InvalidElement, Assert.Throws<MedIOException>(() => DecimalString.Of(number)).Error);

    [Fact]
    public void The_culture_of_the_session_does_not_matter()
    {
        CultureInfo before = Thread.CurrentThread.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NegativeSign = "~";
        Thread.CurrentThread.CurrentCulture = comma;
        try
        {
            Assert.Equal("-0.7421875\\1E-20", DecimalString.Of(-0.7421875, 1e-20));
            Assert.False(DecimalString.IsValid("0,5"));
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("0.12345678901234567")]
    [InlineData("1,5")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e999")]
    [InlineData("")]
    [InlineData("1 2")]
    [InlineData("0x10")]
    public void Other_text_is_no_value(string text) => Assert.False(DecimalString.IsValid(text));
}
