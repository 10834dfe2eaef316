#if !NET8_0_OR_GREATER
namespace System.Runtime.CompilerServices;

/// <summary>What the compiler needs for init-only properties, which netstandard2.0 lacks.</summary>
internal static class IsExternalInit
{
}
#endif
