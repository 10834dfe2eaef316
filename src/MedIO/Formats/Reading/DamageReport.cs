using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace MedIO.Formats.Reading;

/// <summary>
/// What is wrong with voxels that are read all the same, as <see cref="ReadOptions.AllowTruncated"/> wants it; what is odd
/// about them otherwise. Many threads may add to it.
/// </summary>
internal sealed class DamageReport
{
    private const int MostNamed = 8;

    private readonly SortedDictionary<string, FileDamage> _files = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _oddities = new(StringComparer.Ordinal);

    public DamageReport(ReadOptions options)
    {
        AllowTruncated = options.AllowTruncated;
        AllowLost = options.AllowTruncated && options.AllowMissingSlices;
    }

    /// <summary>Whether voxels may be read of which some are missing.</summary>
    public bool AllowTruncated { get; }

    /// <summary>Whether a frame may be read of which nothing can be decoded though it is there.</summary>
    public bool AllowLost { get; }

    /// <summary>Adds a frame of which a part could be read.</summary>
    /// <param name="segment">The frame.</param>
    /// <param name="rest">What the rest holds.</param>
    /// <param name="reason">What is wrong with it, a sentence; null where the file is simply cut off.</param>
    /// <param name="isRefined">Whether the frame is coded from coarse to fine, so that detail is missing rather than pixels.</param>
    public void AddPart(VoxelSegment segment, string rest, string? reason = null, bool isRefined = false) =>
        Add(segment, rest, reason, file => isRefined ? file.Blurred : file.Parts);

    /// <summary>Adds a frame of which nothing could be read.</summary>
    /// <param name="segment">The frame.</param>
    /// <param name="rest">What it holds instead.</param>
    /// <param name="reason">What is wrong with it, a sentence; null where the file is simply cut off.</param>
    public void AddLost(VoxelSegment segment, string rest, string? reason = null) => Add(segment, rest, reason, file => file.Lost);

    /// <summary>Adds what is odd about a file but harms no voxel.</summary>
    public void AddOddity(string path, string sentence)
    {
        lock (_files)
        {
            _oddities.Add($"{path}: {sentence}");
        }
    }

    /// <summary>What was added, a sentence or two a file.</summary>
    public IReadOnlyList<string> Sentences()
    {
        lock (_files)
        {
            var sentences = new List<string>(_oddities.Take(MostNamed));
            sentences.AddRange(_files.Take(MostNamed).Select(f => f.Value.Describe(f.Key)));
            if (_files.Count > MostNamed)
            {
                IEnumerable<string> others = _files.Keys.Skip(MostNamed).Select(p => Path.GetFileName(p));
                sentences.Add(FormattableString.Invariant($"{_files.Count - MostNamed} more of its files are damaged in such a way: {string.Join(", ", others)}."));
            }

            return sentences;
        }
    }

    /// <summary>A number as it is said of a fill value.</summary>
    public static string Value(double fill) => fill.ToString("G6", CultureInfo.InvariantCulture);

    private void Add(VoxelSegment segment, string rest, string? reason, Func<FileDamage, SortedSet<int>> frames)
    {
        lock (_files)
        {
            if (!_files.TryGetValue(segment.Path, out FileDamage? file))
            {
                file = new FileDamage { Count = segment.FrameCount, Rest = rest };
                _files.Add(segment.Path, file);
            }

            frames(file).Add(segment.Frame);
            if (reason is not null && (file.Reason is null || segment.Frame < file.FrameOfReason))
            {
                file.Reason = reason;
                file.FrameOfReason = segment.Frame;
            }
        }
    }

    /// <summary>The damage of a file.</summary>
    private sealed class FileDamage
    {
        public SortedSet<int> Parts { get; } = new();

        /// <summary>Frames of which detail is missing.</summary>
        public SortedSet<int> Blurred { get; } = new();

        public SortedSet<int> Lost { get; } = new();

        /// <summary>Frames of the file; 0 where it has none, as files other than DICOM.</summary>
        public int Count { get; set; }

        public string Rest { get; set; } = string.Empty;

        public string? Reason { get; set; }

        public int FrameOfReason { get; set; }

        public string Describe(string path)
        {
            Lost.ExceptWith(Parts);
            Lost.ExceptWith(Blurred);
            var text = new StringBuilder(path).Append(": ");
            if (Count == 0)
            {
                return text.Append("the file is cut off: voxels that it does not have hold ").Append(Rest).Append('.').ToString();
            }

            if (Blurred.Count > 0)
            {
                bool one = Blurred.Count == 1;
                text.Append(Name(Blurred)).Append(one ? " is damaged or cut off: what could be read of it is there, with less detail than it had, in places with none" : " are damaged or cut off: what could be read of them is there, with less detail than they had, in places with none");
            }

            if (Parts.Count > 0)
            {
                bool one = Parts.Count == 1;
                text.Append(Blurred.Count > 0 ? "; " : string.Empty).Append(Name(Parts)).Append(one ? " is damaged or cut off: what could be read of it is there, the rest holds " : " are damaged or cut off: what could be read of them is there, the rest holds ").Append(Rest);
            }

            if (Lost.Count > 0)
            {
                text.Append(Parts.Count + Blurred.Count > 0 ? "; " : string.Empty).Append(Name(Lost)).Append(Lost.Count == 1 ? " is lost as a whole and holds " : " are lost as a whole and hold ").Append(Rest);
            }

            return text.Append('.').Append(Reason is null ? string.Empty : " " + Reason).ToString();
        }

        // Frames are numbered from 1 in DICOM (PS3.3 section 10.3): "frames 3, 7-9 of 10".
        private string Name(SortedSet<int> frames)
        {
            var runs = new List<string>();
            int first = -1;
            int last = -1;
            foreach (int frame in frames.Concat(new[] { int.MaxValue }))
            {
                if (frame == last + 1 && first >= 0)
                {
                    last = frame;
                    continue;
                }

                if (first >= 0)
                {
                    runs.Add(first == last ? FormattableString.Invariant($"{first + 1}") : FormattableString.Invariant($"{first + 1}-{last + 1}"));
                }

                first = last = frame;
            }

            return FormattableString.Invariant($"frame{(frames.Count == 1 ? string.Empty : "s")} {string.Join(", ", runs)} of {Count}");
        }
    }
}
