using System;
using Xunit;

namespace MedIO.Correctness;

/// <summary>A test that needs an independent reader and is skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReaderFactAttribute : FactAttribute
{
    public ReaderFactAttribute(string reader) => Skip = Survey.WhyNot(IndependentReader.Named(reader));
}
