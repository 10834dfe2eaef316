using System.Globalization;

namespace MedIO.Backends.Tests.Agreement;

/// <summary>A difference between two readings of a file.</summary>
/// <param name="Aspect">In what.</param>
/// <param name="Amount">How much, where that can be said: the largest difference of values, of places in mm, or of time steps in s.</param>
/// <param name="Detail">What was read here and there; begins with the error's name where one does not read it, and with the field's of a header.</param>
internal sealed record Difference(Aspect Aspect, double Amount, string Detail)
{
    public Difference(Aspect aspect, MedIOException error)
        : this(aspect, 0, $"{error.Error}: {error.Message}")
    {
    }

    /// <summary>The aspect, with the error's name where one does not read the file, and the field's of a header.</summary>
    public string Token => Aspect is Aspect.Unread or Aspect.Extra or Aspect.Header ? $"{Aspect}:{Detail.Substring(0, Detail.IndexOf(':'))}" : Aspect.ToString();

    /// <summary>What <see cref="ToLine"/> made.</summary>
    public static Difference Parse(string line)
    {
        string[] parts = line.Split('\t', 3);
        return new(System.Enum.Parse<Aspect>(parts[0]), double.Parse(parts[1], CultureInfo.InvariantCulture), parts[2]);
    }

    public string ToLine() =>
        $"{Aspect}\t{Amount.ToString("R", CultureInfo.InvariantCulture)}\t{Detail.ReplaceLineEndings(" ").Replace('\t', ' ')}";

    public override string ToString() => $"{Aspect}: {Detail}";
}
