using System;
using System.Linq;
using Xunit;

namespace MedIO.Backends.Tests.Agreement;

/// <summary>A test that needs a backend and is skipped where it is not available, with what to do.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BackendFactAttribute : FactAttribute
{
    public BackendFactAttribute(string name)
    {
        if (MedBackends.GetAll().Single(b => b.Name == name) is { Available: false } backend)
        {
            Skip = backend.Reason;
        }
    }
}
