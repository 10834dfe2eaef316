using System;

namespace MedIO.Dicom.Codecs.Jpeg2000;

/// <summary>An array that grows, and is used again for the next tile: what is in it then is left from before.</summary>
/// <typeparam name="T">What it holds.</typeparam>
internal sealed class Growing<T>
    where T : struct
{
    private T[] _items = new T[16];

    public int Count { get; private set; }

    /// <summary>Items that there is memory for.</summary>
    public int Capacity => _items.Length;

    public ref T this[int index] => ref _items[index];

    /// <summary>All items.</summary>
    public Span<T> Items => _items.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Add(in T item)
    {
        int index = Add(1);
        _items[index] = item;
    }

    /// <summary>Makes room for items, whose fields the caller sets.</summary>
    /// <returns>The index of the first.</returns>
    public int Add(int count)
    {
        int first = Count;
        int needed = checked(first + count);
        if (needed > _items.Length)
        {
            Array.Resize(ref _items, (int)Math.Max(needed, Math.Min(2L * _items.Length, 0x7FEFFFFF)));
        }

        Count = needed;
        return first;
    }
}
