using System;
using System.Linq;
using MedIO.Dicom;
using Xunit;

namespace MedIO.Tests.Dicom.Series;

/// <summary>Which series of several is meant.</summary>
public sealed class SeriesChoiceTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly DicomSeriesList _list;

    public SeriesChoiceTests()
    {
        // In the list: 2 (MR), 5 (MR), 5 (its scout), 7 (CT).
        Add("2.25.9", 2, "MR", "First");
        Add("2.25.8", 5, "MR", "Second", slices: 3);
        Add("2.25.8", 5, "MR", "Second", columns: 7);
        Add("2.25.7", 7, "CT", "Third");
        _list = DicomSeries.Find(_folder.Path);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("2", 0)]
    [InlineData("7", 3)]
    [InlineData(" 7 ", 3)]
    [InlineData("#0", 0)]
    [InlineData("#2", 2)]
    [InlineData("0", 0)]
    [InlineData("3", 3)]
    [InlineData("1", 1)]
    [InlineData("2.25.7", 3)]
    public void A_number_a_place_or_a_UID_chooses(string wanted, int expected) => Assert.Same(_list[expected], _list.Choose(wanted));

    [Theory]
    [InlineData("#4")]
    [InlineData("#-1")]
    [InlineData("#")]
    [InlineData("4")]
    [InlineData("-1")]
    [InlineData("2.25")]
    [InlineData("2.25.70")]
    [InlineData("Third")]
    public void What_is_not_there_is_an_error_that_lists_what_is(string wanted)
    {
        MedIOException e = Assert.Throws<MedIOException>(() => _list.Choose(wanted));
        Assert.Equal(MedIOError.SeriesNotFound, e.Error);
        Assert.All(_list, s => Assert.Contains(s.ToString(), e.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("2.25.8")]
    [InlineData(null)]
    [InlineData("")]
    public void What_fits_several_is_an_error_that_lists_them(string? wanted)
    {
        MedIOException e = Assert.Throws<MedIOException>(() => _list.Choose(wanted));
        Assert.Equal(MedIOError.SeveralSeries, e.Error);
        Assert.Contains("#1: series 5, MR, Second, 3x2, 3 files, 2.25.8", e.Message, StringComparison.Ordinal);
        Assert.Contains("#2: series 5, MR, Second, 7x2, 1 file, 2.25.8", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_only_series_needs_no_choice()
    {
        DicomSeries only = DicomSeries.Find(_list[0].Files).Choose();
        Assert.Equal("2.25.9", only.SeriesInstanceUID);
        Assert.Equal(0, only.Index);
    }

    [Fact]
    public void Reading_a_folder_takes_the_choice()
    {
        Assert.Equal("7_Third", MedFile.ReadMeta(_folder.Path, new ReadOptions { Series = "7" }).Name);
        Assert.Equal(new[] { "5_Second", "5_Second_2" }, new[] { "#1", "#2" }.Select(s => MedFile.Read(_folder.Path, new ReadOptions { Series = s }).Name));
        MedIOException e = Assert.Throws<MedIOException>(() => MedFile.Read(_folder.Path));
        Assert.StartsWith($"{_folder.Path}: there are 4 series", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Series_of_one_name_are_told_apart_by_numbers_that_no_other_has()
    {
        using var folder = new ScratchFolder();
        string[] descriptions = { "T1", "T1_2", "t1", "T1", "T1" };
        for (int i = 0; i < descriptions.Length; i++)
        {
            new SliceFile { Series = $"2.25.{i + 1}", SeriesNumber = 5, Description = descriptions[i] }.Save(folder[$"{i}"]);
        }

        Assert.Equal(new[] { "5_T1", "5_T1_2", "5_t1_3", "5_T1_4", "5_T1_5" }, DicomSeries.Find(folder.Path).Select(s => s.Name));
    }

    private void Add(string uid, int number, string modality, string description, int slices = 1, int columns = 3)
    {
        for (int i = 0; i < slices; i++)
        {
            new SliceFile { Series = uid, SeriesNumber = number, Modality = modality, Description = description, Columns = columns, Position = new double[] { 0, 0, i } }.Save(_folder[$"{uid}-{columns}-{i}"]);
        }
    }
}
