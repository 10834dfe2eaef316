namespace MedIO.Tests.OtherPrograms.Fuzz;

/// <summary>A file that is mutated.</summary>
/// <param name="Main">The file that is read: this one, or that which it belongs to.</param>
/// <param name="Part">The file itself.</param>
/// <param name="Bytes">What is in it.</param>
internal sealed record SeedFile(string Main, string Part, byte[] Bytes);
