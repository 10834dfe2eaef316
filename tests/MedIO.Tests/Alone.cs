using Xunit;

namespace MedIO.Tests;

/// <summary>Tests that measure the whole process run after all others, one by one.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
