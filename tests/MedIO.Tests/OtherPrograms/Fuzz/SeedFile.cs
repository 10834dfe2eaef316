using System.IO;

namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>A file that is mutated.</summary>
/// <param name="Main">The file that is read: this one, or that which it belongs to.</param>
/// <param name="Part">The file itself.</param>
/// <param name="Bytes">What is in it.</param>
internal sealed record SeedFile(string Main, string Part, byte[] Bytes)
{
    /// <summary>Which file is read and which is mutated, where they are two: <c>a.img:a.hdr</c>.</summary>
    public string Name { get; } = Main == Part ? Path.GetFileName(Part) : Path.GetFileName(Main) + ":" + Path.GetFileName(Part);
}
