namespace MedIO;

/// <summary>What went wrong, as a stable id that a script can act on; the message says the rest.</summary>
public enum MedIOError
{
    /// <summary>There is no file of that name.</summary>
    FileNotFound = 1,

    /// <summary>The directory holds no image of a format that reads directories.</summary>
    NoImageInDirectory,

    /// <summary>The file may not be opened or read.</summary>
    FileNotReadable,

    /// <summary>The file has no bytes.</summary>
    EmptyFile,

    /// <summary>No format knows the file by its content or its suffix.</summary>
    UnknownFormat,

    /// <summary>The file ends within its header.</summary>
    TruncatedHeader,

    /// <summary>The header contradicts its format's definition.</summary>
    InvalidHeader,

    /// <summary>The header's dimensions are negative, overflow, or ask for more than the file can hold.</summary>
    InvalidDimensions,

    /// <summary>The header asks for a voxel type that is not known or has no counterpart here.</summary>
    UnsupportedDataType,

    /// <summary>The format allows it, but it is not supported here.</summary>
    UnsupportedFeature,

    /// <summary>The geometry has numbers that are not finite, or axes that do not span the space.</summary>
    InvalidAffine,

    /// <summary>The geometry is missing, and no default was allowed.</summary>
    MissingGeometry,

    /// <summary>The file ends before its last voxel.</summary>
    TruncatedData,

    /// <summary>A compressed part of the file cannot be decompressed, or its checksum differs.</summary>
    CorruptCompression,

    /// <summary>A header names a data file that is not there.</summary>
    DataFileNotFound,

    /// <summary>A header names a data file outside its folder, which was not allowed.</summary>
    DataFileOutsideFolder,

    /// <summary>The image has more voxels than one .NET array can hold, or than memory.</summary>
    ImageTooLarge,

    /// <summary>The orientation is none.</summary>
    InvalidOrientation,

    /// <summary>The slice expression is none, or falls outside the image.</summary>
    InvalidSlice,

    /// <summary>No format that writes has the suffix.</summary>
    UnknownSuffix,

    /// <summary>The format cannot hold this image.</summary>
    CannotRepresent,

    /// <summary>The target exists and was not to be replaced.</summary>
    FileExists,

    /// <summary>The target is a file that the image is read from.</summary>
    TargetIsSource,

    /// <summary>The target's directory does not exist.</summary>
    DirectoryNotFound,

    /// <summary>The target cannot be written: its rights, or a directory of that name.</summary>
    FileNotWritable,

    /// <summary>The disk is full.</summary>
    DiskFull,

    /// <summary>The backend asked for is not known or not installed.</summary>
    BackendNotAvailable,

    /// <summary>There are several series, and none was chosen, or the choice fits several.</summary>
    SeveralSeries,

    /// <summary>No series is the one asked for.</summary>
    SeriesNotFound,

    /// <summary>Whole slices of a series are missing.</summary>
    MissingSlices,

    /// <summary>The files do not make one image: their sizes, types or places do not fit together.</summary>
    InconsistentSeries,

    /// <summary>The DICOM object holds no image, such as a report or a plan.</summary>
    NoPixelData,

    /// <summary>The pixel data's transfer syntax cannot be decoded.</summary>
    UnsupportedTransferSyntax,

    /// <summary>An element's tag or keyword is not known, or its value is not one its VR allows.</summary>
    InvalidElement,

    /// <summary>A pattern for the names of a series' files gives equal names, or names that are none of files in one folder.</summary>
    InvalidPattern,

    /// <summary>An assembly that the format needs is not beside the core, or cannot be loaded.</summary>
    LibraryNotAvailable,

    /// <summary>The spacing given is none of pictures, or the file is no picture and says it itself.</summary>
    InvalidSpacing,

    /// <summary>The image's files are being replaced, or were when the process was killed: some are old, some new.</summary>
    UnfinishedFiles,
}
