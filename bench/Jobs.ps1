# The jobs, each with a name that the programs know, the files it needs, the goals and what bounds it.
# Goals: the least ratio of another's time to the module's. Limits: turns of bench/own, by name and arguments. As: the name
# that the peers know the job by. More: only where it is asked for by name.
$cores = [Environment]::ProcessorCount
$copy = "a copy on $cores cores"
$inflate = 'libdeflate on one core plus a copy'

# Reading the volume of a file that is not compressed.
function Get-CopyLimit([string] $File) {
    [ordered]@{
        $copy                       = 'limit-copy', $File, $cores, 'new'
        'a copy on one core'        = 'limit-copy', $File, 1, 'new'
        "$copy, into a new array"   = 'limit-copy', $File, $cores, 'array'
        "$copy, into memory in use" = 'limit-copy', $File, $cores, 'over'
    }
}

function Get-InflateLimit([string] $File, [long] $Bytes) {
    [ordered]@{
        'libdeflate on one core' = 'limit-inflate', $File, $Bytes, 'none'
        $inflate                 = 'limit-inflate', $File, $Bytes, 'copy'
    }
}

function Get-FilesLimit([string] $Name, [string] $Folder, [string] $What) {
    [ordered]@{
        "$What on $cores cores" = $Name, $Folder, $cores
        "$What on one core"     = $Name, $Folder, 1
    }
}

$open = 'opening, 4 KiB and closing'
$volume = 256 * 256 * 200 * 2 + 352

@{ Name = 'import'; What = 'Import-Module in a new process, its start taken off' }
@{
    Name = 'meta'; What = 'metadata of 500 .nii.gz: Get-ChildItem -Filter *.nii.gz | Get-MedMeta'; Needs = 'many'; OneCore = $true
    Goals = [ordered]@{ nibabel = 10; ITK = 3 }
    Limits = Get-FilesLimit 'limit-open' 'many' $open
}
@{
    Name = 'dicom-meta'; What = 'metadata of 300 DICOM files: Get-ChildItem -Filter *.dcm | Get-MedMeta'; Needs = 'ct'; OneCore = $true
    Goals = [ordered]@{ pydicom = 10; ITK = 3; 'GDCM, Scanner' = 3; gdcmscanner = 3 }
    Limits = Get-FilesLimit 'limit-open' 'ct' $open
}
@{ Name = 'dicom-series'; As = 'dicom-meta'; What = 'the same as one series, sorted and checked: Get-MedMeta folder'; Needs = 'ct' }
@{
    Name = 'tree'; What = 'metadata of a tree of 20,000 mixed files: Get-ChildItem -Recurse -File | Get-MedMeta'; Needs = 'tree'; OneCore = $true
    Goals = [ordered]@{ 'nibabel and pydicom' = 10; ITK = 3 }
    Limits = Get-FilesLimit 'limit-open' 'tree' $open
}
@{
    Name = 'tree-dicom'; What = 'metadata of its 6,000 DICOM files'; Needs = 'tree'
    Goals = [ordered]@{ pydicom = 10; 'GDCM, Scanner' = 3; gdcmscanner = 3 }
    Limits = Get-FilesLimit 'limit-open' 'tree/dicom' $open
}
@{ Name = 'read'; What = 'reading .nii, 26 MB'; Needs = 'vol.nii'; Goals = [ordered]@{ $copy = 1 / 1.5 }; Limits = Get-CopyLimit 'vol.nii' }
@{ Name = 'read-gz'; What = 'reading .nii.gz, 26 MB of voxels, as gzip -6 compresses them'; Needs = 'gz'; Goals = [ordered]@{ $inflate = 1 }; Limits = Get-InflateLimit 'gz/vol.nii.gz' $volume }
@{ Name = 'read-mha'; What = 'reading .mha, 26 MB of voxels, as the module compresses them'; Needs = 'formats/vol.mha'; Goals = [ordered]@{ $inflate = 1 }; Limits = Get-InflateLimit 'formats/vol.mha' ($volume - 352) }
@{
    Name = 'dicom-read'; What = 'reading a DICOM series, 300 slices, 157 MB'; Needs = 'ct'
    Goals = [ordered]@{ ITK = 5 }
    Limits = Get-FilesLimit 'limit-files' 'ct' 'reading the files'
}
foreach ($codec in ([ordered]@{ 'jpeg-lossless' = 'JPEG lossless'; jpegls = 'JPEG-LS'; jpeg2000 = 'JPEG 2000' }).GetEnumerator()) {
    @{
        Name = "series-$($codec.Key)"; What = "the same series in $($codec.Value)"; Needs = $codec.Key
        Goals = [ordered]@{ ITK = 5 }
        Limits = Get-FilesLimit 'limit-files' $codec.Key 'reading the files'
    }
}
@{ Name = 'slice'; What = 'one slice of 600 of a .nii of 315 MB'; Needs = 'large'; Limits = @{ 'a copy of its bytes' = 'limit-copy', 'large/vol.nii', 1, 'new', 600 } }
@{
    Name = 'slice-gz'; What = 'the slice in the middle of a .nii.gz with 315 MB of voxels'; Needs = 'large'
    Limits = @{ 'libdeflate on one core as far as there' = 'limit-inflate', 'large/gz/vol.nii.gz', (512 * 512 * 301 * 2 + 352), 'none' }
}
foreach ($size in ([ordered]@{ 'reorient' = '26 MB', 'vol.nii'; 'reorient-large' = '157 MB', 'large/half.nii' }).GetEnumerator()) {
    @{
        Name = $size.Key; What = "reorienting $($size.Value[0]) to each of 47 orientations"; Needs = $size.Value[1]
        Goals = [ordered]@{ $copy = 1 / 2 }
        Limits = [ordered]@{
            $copy                       = 'limit-memcpy', $size.Value[1], $cores, 'new'
            'a copy on one core'        = 'limit-memcpy', $size.Value[1], 1, 'new'
            "$copy, into a new array"   = 'limit-memcpy', $size.Value[1], $cores, 'array'
            "$copy, into memory in use" = 'limit-memcpy', $size.Value[1], $cores, 'over'
        }
    }
}
@{ Name = 'write'; What = 'writing .nii, 26 MB'; Needs = 'vol.nii'; Limits = @{ 'creating, writing and closing' = 'limit-create', 'vol.nii', 1 } }
@{
    Name = 'write-gz'; What = 'writing .nii.gz, 26 MB of voxels'; Needs = 'vol.nii'; OneCore = $true
    Goals = [ordered]@{ 'in process, one core' = 0.8 * $cores }
    Limits = [ordered]@{ 'libdeflate -6 on one core, to memory' = 'limit-deflate', 'vol.nii', 6 }
}
@{
    Name = 'write-gz-like'; As = 'write-gz'; What = 'the same at the fastest level that is no larger than gzip -6'; Needs = 'vol.nii'; OneCore = $true; LikeGzip = $true
    Goals = [ordered]@{ pigz = 1; 'in process, one core' = 0.8 * $cores }
}
@{ Name = 'write-mha'; What = 'writing .mha, compressed at level 6, 26 MB of voxels'; Needs = 'vol.nii' }
@{
    Name = 'dicom-export'; What = 'exporting a series, 300 slices, 157 MB: Export-DicomSeries'; Needs = 'ct'
    Limits = Get-FilesLimit 'limit-create' 'ct' 'creating, writing and closing as many files'
}
@{
    Name = 'dicom-convert'; What = 'converting a series to .nii.gz, 300 slices, 157 MB: Convert-MedImage'; Needs = 'ct'
    Goals = [ordered]@{ 'dcm2niix with pigz' = 1; 'dcm2niix by itself' = 1 }
    Limits = Get-FilesLimit 'limit-files' 'ct' 'reading the files'
}

# Other ways to the same, other formats, single slices on one core, and the backends.
foreach ($more in @(
        @('meta-path', 'meta', 'metadata of 500 .nii.gz: Get-MedMeta *.nii.gz'), @('meta-glob', 'meta', 'metadata of 500 .nii.gz: Get-ChildItem *.nii.gz | Get-MedMeta'),
        @('dicom-meta-path', 'dicom-meta', 'metadata of 300 DICOM files: Get-MedMeta *.dcm'), @('dicom-element', 'dicom-meta', 'four elements of each: Get-DicomElement'),
        @('read-nrrd', '', ''), @('read-nrrd-gz', '', ''), @('read-mgz', '', ''), @('read-png', '', ''), @('read-tiff', '', ''),
        @('write-nrrd-gz', '', ''), @('write-mgz', '', ''), @('write-png', '', ''), @('write-tiff', '', ''), @('convert', '', ''), @('convert-many', '', ''),
        @('itk-meta', '', ''), @('itk-read', '', ''), @('itk-read-gz', '', ''), @('itk-series', '', ''), @('pdcm-meta', '', ''), @('pdcm-read', '', ''))) {
    @{ Name = $more[0]; As = $(if ($more[1]) { $more[1] } else { $more[0] }); What = $(if ($more[2]) { $more[2] } else { $more[0] }); More = $true }
}
foreach ($codec in 'jpeg-lossless', 'jpeg-extended', 'rgb-jpeg', 'jpegls', 'jpeg2000', 'rgb-jpeg2000', 'jpeg2000-lossy', 'htj2k') {
    @{ Name = "codec-$codec"; What = "a slice of $codec, on one core"; Needs = $codec; More = $true }
    if ($codec -notin 'jpeg-lossless', 'jpegls', 'jpeg2000') { @{ Name = "series-$codec"; What = "the series in $codec"; Needs = $codec; More = $true } }
}
