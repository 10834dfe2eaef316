using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace MedIO.Fuzz.Guided;

/// <summary>
/// Which edges between branches a case went along, and how often, in classes: 1, 2, 3, 4 to 7, 8 to 15, 16 to 31, 32 to 127, 128 and
/// more times. Instrumented assemblies count in the memory that this has.
/// </summary>
internal sealed unsafe class CoverageMap : IDisposable
{
    /// <summary>Branches have numbers of 16 bits.</summary>
    public const int Size = 1 << 16;

    private static readonly byte[] Classes = MakeClasses();

    private readonly ulong[] _seen = new ulong[Size / 8];
    private byte* _map;

    public CoverageMap()
    {
        _map = (byte*)NativeMemory.AllocZeroed(Size);
        Trace.SharedMem = _map;
    }

    /// <summary>The edges that were gone along in all.</summary>
    public int Edges { get; private set; }

    /// <summary>Begins a case.</summary>
    public void Reset()
    {
        NativeMemory.Clear(_map, Size);
        Trace.PrevLocation = 0;
    }

    /// <summary>Ends a case: whether it went where none did before.</summary>
    public bool IsNew()
    {
        var words = new Span<ulong>(_map, Size / 8);
        bool isNew = false;
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i] != 0)
            {
                ulong classes = ToClasses(words[i]);
                words[i] = classes;
                isNew |= (classes & ~_seen[i]) != 0;
            }
        }

        return isNew;
    }

    /// <summary>Remembers where the case went, after <see cref="IsNew"/>.</summary>
    public void Remember()
    {
        var words = new Span<ulong>(_map, Size / 8);
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i] != 0)
            {
                for (int b = 0; b < 64; b += 8)
                {
                    if (((words[i] >> b) & 0xff) != 0 && ((_seen[i] >> b) & 0xff) == 0)
                    {
                        Edges++;
                    }
                }

                _seen[i] |= words[i];
            }
        }
    }

    /// <summary>Remembers edges of <see cref="Of"/>, with their classes.</summary>
    public void Remember(int[] edges)
    {
        foreach (int edge in edges)
        {
            int place = edge >> 8;
            ulong mask = (ulong)(edge & 0xff) << (8 * (place & 7));
            if (((_seen[place / 8] >> (8 * (place & 7))) & 0xff) == 0)
            {
                Edges++;
            }

            _seen[place / 8] |= mask;
        }
    }

    /// <summary>The case's edges, after <see cref="IsNew"/>.</summary>
    /// <param name="withClasses">Whether an edge with other counts is another one.</param>
    public int[] Of(bool withClasses)
    {
        var found = new List<int>();
        for (int i = 0; i < Size; i++)
        {
            if (_map[i] != 0)
            {
                found.Add(withClasses ? (i << 8) | _map[i] : i);
            }
        }

        return [.. found];
    }

    public void Dispose()
    {
        // What still runs in the background counts on.
        _map = null;
    }

    private static ulong ToClasses(ulong counts)
    {
        ulong classes = 0;
        for (int b = 0; b < 64; b += 8)
        {
            classes |= (ulong)Classes[(byte)(counts >> b)] << b;
        }

        return classes;
    }

    private static byte[] MakeClasses()
    {
        var classes = new byte[256];
        for (int count = 1; count < 256; count++)
        {
            classes[count] = count switch { 1 => 1, 2 => 2, 3 => 4, < 8 => 8, < 16 => 16, < 32 => 32, < 128 => 64, _ => 128 };
        }

        return classes;
    }
}
