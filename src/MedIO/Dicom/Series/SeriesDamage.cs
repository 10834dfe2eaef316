using System.Collections.Generic;
using System.IO;
using System.Linq;
using MedIO.Dicom.Frames;

namespace MedIO.Dicom.Series;

/// <summary>Where damaged files belong, so that none is lost: to the series they name, or to the only one of their folder.</summary>
internal sealed class SeriesDamage
{
    private readonly Dictionary<List<DicomImageFile>, ScannedFile[]> _ofGroups = new();
    private readonly ILookup<string, ScannedFile> _ofFolders;
    private readonly Dictionary<string, int> _groups = new();

    public SeriesDamage(IReadOnlyList<ScannedFile> files, IReadOnlyList<List<DicomImageFile>> groups)
    {
        ScannedFile[] damaged = files.Where(f => f.Damage is not null).ToArray();
        var alone = new List<ScannedFile[]>();
        ILookup<string?, List<DicomImageFile>>? groupsOf = null;
        foreach (IGrouping<string, ScannedFile> series in damaged.Where(f => f.DamagedSeries is not null).GroupBy(f => f.DamagedSeries!))
        {
            // Of what was split, a volume is more likely than its scout to have lost a slice.
            groupsOf ??= groups.ToLookup(g => g[0].SeriesInstanceUID);
            List<DicomImageFile>? group = groupsOf[series.Key].OrderByDescending(g => g.Count).FirstOrDefault();
            if (group is null)
            {
                alone.Add(series.ToArray());
            }
            else
            {
                _ofGroups.Add(group, series.ToArray());
            }
        }

        Alone = alone;
        _ofFolders = damaged.Where(f => f.DamagedSeries is null).ToLookup(f => Path.GetDirectoryName(f.Path)!);
        if (_ofFolders.Count > 0)
        {
            foreach (List<DicomImageFile> group in groups)
            {
                foreach (string folder in Folders(group))
                {
                    _groups[folder] = _groups.TryGetValue(folder, out int n) ? n + 1 : 1;
                }
            }
        }

        Elsewhere = _ofFolders.Where(f => !_groups.TryGetValue(f.Key, out int n) || n > 1).SelectMany(f => f).ToArray();
    }

    /// <summary>Series of which no file can be read.</summary>
    public IReadOnlyList<ScannedFile[]> Alone { get; }

    /// <summary>Files of which nobody knows what they are, and that no single series shares the folder with.</summary>
    public IReadOnlyList<ScannedFile> Elsewhere { get; }

    /// <summary>Those that say they belong to a group's series.</summary>
    public ScannedFile[] Of(List<DicomImageFile> group) => _ofGroups.TryGetValue(group, out ScannedFile[]? files) ? files : System.Array.Empty<ScannedFile>();

    /// <summary>Those of which nobody knows what they are, in folders that only one group has files in: most likely they are its own.</summary>
    public IEnumerable<ScannedFile> Near(List<DicomImageFile> group) => _ofFolders.Count == 0
        ? System.Array.Empty<ScannedFile>()
        : Folders(group).Where(f => _groups[f] == 1).SelectMany(f => _ofFolders[f]);

    private static IEnumerable<string> Folders(List<DicomImageFile> group) => group.Select(f => Path.GetDirectoryName(f.Path)!).Distinct();
}
