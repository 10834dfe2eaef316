// What the compiler looks for when the tests write x[^1], x[1..3] and [ModuleInitializer], and .NET Framework does not have.
namespace System
{
    internal readonly struct Index
    {
        private readonly int value;

        public Index(int value, bool fromEnd = false) => this.value = fromEnd ? ~value : value;

        public int GetOffset(int length) => value < 0 ? value + length + 1 : value;

        public static implicit operator Index(int value) => new(value);
    }

    internal readonly struct Range
    {
        public Range(Index start, Index end) => (Start, End) = (start, end);

        public static Range All => new(0, new Index(0, fromEnd: true));

        public Index Start { get; }

        public Index End { get; }

        public static Range StartAt(Index start) => new(start, new Index(0, fromEnd: true));

        public static Range EndAt(Index end) => new(0, end);
    }
}

namespace System.Runtime.CompilerServices
{
    [AttributeUsage(AttributeTargets.Method)]
    internal sealed class ModuleInitializerAttribute : Attribute
    {
    }

    internal static class RuntimeHelpers
    {
        public static T[] GetSubArray<T>(T[] array, Range range)
        {
            int start = range.Start.GetOffset(array.Length);
            var part = new T[range.End.GetOffset(array.Length) - start];
            Array.Copy(array, start, part, 0, part.Length);
            return part;
        }
    }
}
