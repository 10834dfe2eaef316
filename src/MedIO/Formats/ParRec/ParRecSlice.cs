namespace MedIO.Formats.ParRec;

/// <summary>A line of the table: one slice.</summary>
internal sealed class ParRecSlice
{
    private readonly double[] _numbers;

    /// <param name="row">Which line of the table, from 0.</param>
    /// <param name="numbers">The line's words, NaN for what is no number.</param>
    public ParRecSlice(int row, double[] numbers)
    {
        Row = row;
        _numbers = numbers;
    }

    public int Row { get; }

    public int Number => Integer(ParRecColumn.SliceNumber);

    /// <summary>Whether the file's version has the column.</summary>
    public bool Has(ParRecColumn column) => column.Start + column.Count <= _numbers.Length;

    /// <summary>A number of the line; 0 where the version has none such.</summary>
    public double this[ParRecColumn column, int index = 0] => Has(column) ? _numbers[column.Start + index] : 0;

    /// <summary>A number of a column of whole ones, which it was found to be when the line was read.</summary>
    public int Integer(ParRecColumn column, int index = 0) => (int)this[column, index];
}
