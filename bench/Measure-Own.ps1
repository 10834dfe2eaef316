<#
.SYNOPSIS
Times the cmdlets on one job, in the words of Compare-Peer.ps1.
.DESCRIPTION
Says "ready" when it is warm, then for each line on its input, a number of runs, prints the seconds of each. At the end of
its input it prints "size N" where it has written files.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Module,

    [Parameter(Mandatory)]
    [string] $Data,

    [Parameter(Mandatory)]
    [string] $Job,

    # The runtime compiles its hot paths again in the background for the first seconds; peers, which are compiled already,
    # warm up once. 0 is the first call of the process.
    [double] $WarmUp = 6,

    # 0 to 9; by default, the format's own. For write-gz-like.
    [Nullable[int]] $Level
)

$ErrorActionPreference = 'Stop'
# The module's own formats alone, whatever its user has registered, but where backends are what is timed.
if ($Job -notlike 'itk-*') { $env:MEDIO_SIMPLEITK = 'none' }
if ($Job -notlike 'pdcm-*') { $env:MEDIO_FODICOM = 'none' }
Import-Module $Module
$invariant = [Globalization.CultureInfo]::InvariantCulture
$scratch = Join-Path $Data 'out'
$null = New-Item -ItemType Directory -Path $scratch -Force
$suffix = switch ($Job) { 'write' { '.nii' } 'write-mha' { '.mha' } default { '.nii.gz' } }
$out = Join-Path $scratch "cmdlets-$PID$suffix"
$folder = Join-Path $Data 'many'
$many = Join-Path $folder '*.nii.gz'
$plain = Join-Path $Data 'vol.nii'
$packed = Join-Path (Join-Path $Data 'gz') 'vol.nii.gz'
$ct = Join-Path $Data 'ct'
$slices = Join-Path $ct '*.dcm'
$formats = Join-Path $Data 'formats'
$large = Join-Path $Data 'large'
$tree = Join-Path $Data 'tree'
$written = Join-Path $scratch "cmdlets-$PID"
$null = New-Item -ItemType Directory -Path $written -Force
$series = Join-Path $scratch "cmdlets-$PID-series"
# Decoders are timed by the file, one after another; a cmdlet's own time would be a part of the fast ones'.
$compressed = Join-Path $Data ($Job -replace '^(codec|series)-')
$slice = if ($Job -like 'codec-*') { [IO.Directory]::GetFiles($compressed) | Sort-Object | Select-Object -First 20 }
# Samples of the size that a peer makes: rescaled, but not to Float32.
$options = [MedIO.ReadOptions]::new()
if ($Job -notlike '*-rgb*') { $options.DataType = [MedIO.VoxelType]::Int16 }
$volume = switch ($Job) {
    { $_ -in 'write', 'write-gz', 'write-gz-like', 'write-mha', 'write-nrrd-gz', 'write-mgz', 'reorient' } { Read-MedImage $plain }
    { $_ -in 'write-png', 'write-tiff' } { Read-MedImage (Join-Path $formats 'stack.tif') }
    # Int16, as the peer has it.
    'dicom-export' { Read-MedImage $ct -DataType Int16 }
    'reorient-large' { Read-MedImage (Join-Path $large 'half.nii') }
}
$work = switch ($Job) {
    # Peers do the same: list the folder, read each header, work out the orientation.
    'meta' { { foreach ($meta in Get-ChildItem $folder -Filter *.nii.gz | Get-MedMeta) { $meta.Orientation } } }
    'meta-path' { { foreach ($meta in Get-MedMeta $many) { $meta.Orientation } } }
    # Here most of the time is Get-ChildItem's own.
    'meta-glob' { { foreach ($meta in Get-ChildItem $many | Get-MedMeta) { $meta.Orientation } } }
    'read' { { Read-MedImage $plain } }
    'read-gz' { { Read-MedImage $packed } }
    'read-mha' { { Read-MedImage (Join-Path $formats 'vol.mha') } }
    'slice' { { Read-MedImage (Join-Path $large 'vol.nii') -Slice '..., 300' } }
    'slice-gz' { { Read-MedImage (Join-Path $large 'gz/vol.nii.gz') -Slice '..., 300' } }
    { $_ -in 'write', 'write-gz' } { { $volume | Save-MedImage $out } }
    'write-gz-like' { { $volume | Save-MedImage $out -CompressionLevel $Level } }
    'write-mha' { { $volume | Save-MedImage $out -CompressionLevel 6 } }
    'read-nrrd' { { Read-MedImage (Join-Path $formats 'vol.nrrd') } }
    'read-nrrd-gz' { { Read-MedImage (Join-Path $formats 'vol-gz.nrrd') } }
    'read-mgz' { { Read-MedImage (Join-Path $formats 'vol.mgz') } }
    'read-png' { { Read-MedImage (Join-Path $formats 'png') -Spacing 1, 1, 1 } }
    'read-tiff' { { Read-MedImage (Join-Path $formats 'stack.tif') } }
    'write-nrrd-gz' { { $volume | Save-MedImage (Join-Path $written 'vol.nrrd') -CompressionLevel 6 } }
    'write-mgz' { { $volume | Save-MedImage (Join-Path $written 'vol.mgz') } }
    'write-png' { { $volume | Save-MedImage (Join-Path $written 'slice{0:D4}.png') -WarningAction SilentlyContinue } }
    'write-tiff' { { $volume | Save-MedImage (Join-Path $written 'stack.tif') -WarningAction SilentlyContinue } }
    # From one file to one file, and 500 small ones.
    'convert' { { Convert-MedImage $plain -Destination $written -Format nii.gz -Force } }
    'convert-many' { { Get-ChildItem $folder -Filter *.nii.gz | Convert-MedImage -Destination $written -Root $folder -Format mha -Force } }
    'dicom-meta' { { foreach ($meta in Get-ChildItem $ct -Filter *.dcm | Get-MedMeta) { $meta.Orientation } } }
    'dicom-meta-path' { { foreach ($meta in Get-MedMeta $slices) { $meta.Orientation } } }
    # What is no image is asked, too.
    'tree' { { foreach ($meta in Get-ChildItem $tree -Recurse -File | Get-MedMeta -ErrorAction Ignore) { $meta.Orientation } } }
    'tree-dicom' { { foreach ($meta in Get-ChildItem (Join-Path $tree 'dicom') -Recurse -File | Get-MedMeta) { $meta.Orientation } } }
    # One object for all of them: sorted, checked.
    'dicom-series' { { Get-MedMeta $ct } }
    'dicom-element' { { Get-ChildItem $ct -Filter *.dcm | Get-DicomElement -Tag ImagePositionPatient, PixelSpacing, SeriesInstanceUID, Rows } }
    'dicom-read' { { Read-MedImage $ct -DataType Int16 } }
    'dicom-convert' { { Convert-MedImage $ct -Destination $written -Format nii.gz } }
    { $_ -like 'codec-*' } { { foreach ($path in $slice) { [MedIO.MedFile]::Read($path, $options) } } }
    { $_ -like 'series-*' } { { Read-MedImage $compressed -DataType Int16 } }
    # Through the backends, as the programs do that call the libraries themselves.
    'itk-meta' { { foreach ($meta in Get-MedMeta $many -Backend SimpleItk) { $meta.Orientation } } }
    'itk-read' { { Read-MedImage $plain -Backend SimpleItk } }
    'itk-read-gz' { { Read-MedImage $packed -Backend SimpleItk } }
    'itk-series' { { Read-MedImage $ct -Backend SimpleItk } }
    'pdcm-meta' { { foreach ($meta in Get-MedMeta $slices -Backend FoDicom) { $meta.Orientation } } }
    'pdcm-read' { { Read-MedImage $ct -Backend FoDicom } }
    'dicom-export' { { $volume | Export-DicomSeries $series -Tag @{ Modality = 'CT' } } }
}

# Each orientation is a part that is timed for itself; all else is one part.
$parts = @($work)
if ($Job -like 'reorient*') {
    $codes = foreach ($order in '012', '021', '102', '120', '201', '210') {
        foreach ($ends in 0..7) {
            -join (0..2 | ForEach-Object { ('RL', 'AP', 'SI')[[int]"$($order[$_])"][($ends -shr $_) -band 1] })
        }
    }
    $parts = foreach ($code in $codes) { if ($code -ne $volume.Orientation) { { $volume.Reorient($code) }.GetNewClosure() } }
}

function Invoke-Run {
    $seconds = foreach ($part in $parts) {
        # A new file or series each time; what is deleted between them is no part of writing it.
        if ([IO.Directory]::Exists($series)) { [IO.Directory]::Delete($series, $true) }
        [IO.File]::Delete($out)
        foreach ($file in [IO.Directory]::GetFiles($written)) { [IO.File]::Delete($file) }
        [GC]::Collect()
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $null = & $part
        ($watch.Elapsed.TotalSeconds / [Math]::Max(1, @($slice).Count)).ToString('F6', $invariant)
    }
    $seconds -join ' '
}

$warm = [Diagnostics.Stopwatch]::StartNew()
do {
    $first = Invoke-Run
} while ($warm.Elapsed.TotalSeconds -lt $WarmUp)

[Console]::WriteLine('ready')
if ($WarmUp -eq 0) { [Console]::WriteLine($first) }
while ($null -ne ($line = [Console]::ReadLine())) {
    for ($i = [int] $line; $i -gt 0; $i--) { [Console]::WriteLine((Invoke-Run)) }
}

$size = 0L
foreach ($file in @($out) + [IO.Directory]::GetFiles($written) | Where-Object { [IO.File]::Exists($_) }) { $size += [IO.FileInfo]::new($file).Length }
if ($size) { [Console]::WriteLine("size $size") }
Remove-Item $out, $series, $written -Recurse -ErrorAction SilentlyContinue
