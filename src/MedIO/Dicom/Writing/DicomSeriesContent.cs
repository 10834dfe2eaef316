using System;
using System.Globalization;
using System.Threading;
using MedIO.Voxels;

namespace MedIO.Dicom.Writing;

/// <summary>The files of a series to be written, one a slice: what they share, and what each has of its own.</summary>
internal sealed class DicomSeriesContent
{
    /// <summary>The modality of what is not known.</summary>
    public const string OtherModality = "OT";

    private const long MostSliceBytes = 1 << 30;
    private const string NoPlace = "programs that build on ITK do not read where such slices lie in the patient";

    private readonly DicomContent _shared;
    private readonly SliceGeometry _geometry;
    private readonly StoredPixels _pixels;
    private readonly SopClass _sopClass;
    private readonly string? _root;
    private readonly int _volumes;

    private DicomSeriesContent(DicomContent shared, SopClass sopClass, SliceGeometry geometry, StoredPixels pixels, int volumes, string? root)
    {
        _shared = shared;
        _sopClass = sopClass;
        _geometry = geometry;
        _pixels = pixels;
        _volumes = volumes;
        _root = root;
    }

    /// <summary>How many files there are.</summary>
    public int Count => _geometry.Slices * _volumes;

    /// <summary>Decides how an image is written.</summary>
    /// <param name="image">The image as it is to be in the files.</param>
    /// <param name="tags">The user's elements.</param>
    /// <param name="reference">Patient, study and frame of reference of another series.</param>
    /// <param name="root">Of new UIDs.</param>
    /// <param name="allowReorient">See <see cref="SliceGeometry.Of"/>.</param>
    /// <param name="warn">Told what is odd.</param>
    /// <param name="cancellation">Stops the look at the voxels.</param>
    /// <exception cref="MedIOException"><see cref="MedIOError.CannotRepresent"/>.</exception>
    public static DicomSeriesContent Of(MedImage image, DicomContent tags, DicomContent? reference, string? root, bool allowReorient, Action<string>? warn, CancellationToken cancellation)
    {
        string? known = tags.TextOf(DicomTags.Modality) ?? image.Metadata.Modality;
        string modality = (known ?? OtherModality).Trim(' ');
        int volumes = VolumesOf(image, modality);
        SliceGeometry geometry = SliceGeometry.Of(image, allowReorient);
        CheckSize(geometry, image.Components);
        SopClass sopClass = SopClass.Of(modality, image.Components);
        if (sopClass == SopClass.PET && geometry.Slices > ushort.MaxValue)
        {
            throw new MedIOException(MedIOError.CannotRepresent, FormattableString.Invariant($"It has {geometry.Slices} slices, and a PET series counts at most {ushort.MaxValue}. Write a part of it."));
        }

        StoredPixels pixels = StoredPixels.Choose(image, sopClass.Rules, cancellation);
        if (sopClass == SopClass.Ultrasound && !pixels.IsExact)
        {
            // Ultrasound has 8 bits and no more (PS3.3 section C.8.5.6); rather another class than other values.
            sopClass = SopClass.SecondaryCapture;
            warn?.Invoke($"An ultrasound image has 8 bits a pixel, too few for these values, so it was written as Secondary Capture; {NoPlace}. Convert it to UInt8 if that matters.");
            pixels = StoredPixels.Choose(image, sopClass.Rules, cancellation);
        }

        if (known is null)
        {
            warn?.Invoke($"Its modality is not known, so it was written as {OtherModality}, Secondary Capture; {NoPlace}. A Modality among the tags of a series, such as MR, avoids that.");
        }

        var facts = new SeriesFacts(modality, geometry, pixels, volumes, image.TimeStep, DateTime.Now);
        DicomContent shared = Compose(sopClass, facts, tags, reference, root);
        return new DicomSeriesContent(shared, sopClass, geometry, pixels, volumes, root);
    }

    /// <summary>The elements that all files of an image share.</summary>
    public static DicomContent Compose(SopClass sopClass, SeriesFacts facts, DicomContent tags, DicomContent? reference, string? root)
    {
        var shared = new DicomContent();
        CommonModules.Add(shared, sopClass, facts, root);
        sopClass.AddModules(shared, facts);
        if (reference is not null)
        {
            CommonModules.RemovePatientAndStudy(shared);
            shared.Add(reference);
        }

        shared.Add(tags);
        CommonModules.NamePatient(shared);
        Laterality.Complete(shared);
        if (sopClass == SopClass.MR)
        {
            ModalityModules.CompleteMR(shared);
        }

        shared.DeclareCharacterSet();
        return shared;
    }

    /// <summary>Makes the file of a slice; several threads may at once.</summary>
    /// <param name="index">From 0.</param>
    /// <param name="syntax">How it is encoded.</param>
    /// <param name="voxels">The image's voxels.</param>
    /// <param name="file">Gets the file.</param>
    public void WriteFile(int index, TransferSyntax syntax, PinnedArray voxels, DicomFileBytes file)
    {
        int volume = index / _geometry.Slices;
        int slice = index % _geometry.Slices;
        DicomContent content = _shared.Clone();
        content.Text(DicomTags.SOPInstanceUID, DicomUid.New(_root));
        content.Integer(DicomTags.InstanceNumber, index + 1);
        content.Decimal(DicomTags.ImagePositionPatient, _geometry.PositionOf(slice));
        content.Decimal(DicomTags.SliceLocation, _geometry.LocationOf(slice));
        if (_volumes > 1)
        {
            content.Integer(DicomTags.TemporalPositionIdentifier, volume + 1);
        }

        if (_sopClass == SopClass.PET)
        {
            content.Words(DicomTags.ImageIndex, index + 1);
        }
        else if (_sopClass == SopClass.NM)
        {
            content.Items(DicomTags.DetectorInformationSequence, NuclearMedicineModules.Detector(_geometry, slice));
        }

        long start = (((long)volume * _geometry.Slices) + _geometry.SourceOf(slice)) * _geometry.Rows * _geometry.Columns * _pixels.Components;
        DicomWriter.Write(content, syntax, _pixels, voxels, start, _geometry.Rows, _geometry.Columns, file);
    }

    /// <summary>Checks that a slice is none that DICOM has no numbers for.</summary>
    public static void CheckSize(SliceGeometry geometry, int components)
    {
        if (geometry.Rows > ushort.MaxValue || geometry.Columns > ushort.MaxValue || (long)geometry.Rows * geometry.Columns * components * 2 > MostSliceBytes)
        {
            throw new MedIOException(
                MedIOError.CannotRepresent,
                FormattableString.Invariant($"Its slices have {geometry.Columns} x {geometry.Rows} pixels; DICOM counts at most 65535 along each, and a slice written here has at most {MostSliceBytes} bytes. Write a part of it."));
        }
    }

    private static int VolumesOf(MedImage image, string modality)
    {
        Shape shape = image.Shape;
        int volumes = 1;
        for (int i = 3; i < shape.Count; i++)
        {
            volumes = checked(volumes * shape[i]);
        }

        if (volumes == 1 || (modality == "MR" && shape.Count == 4 && image.Components == 1))
        {
            return volumes;
        }

        throw new MedIOException(
            MedIOError.CannotRepresent,
            string.Format(CultureInfo.InvariantCulture, "It has {0} volumes ({1}), which a series of modality {2} has no place for. Write one volume, such as $img['..., 0'], or write an image of four axes as MR.", volumes, shape, modality));
    }
}
