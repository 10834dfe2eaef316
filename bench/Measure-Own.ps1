<#
.SYNOPSIS
Times the module on one job: prints the seconds of each run.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Module,

    [Parameter(Mandatory)]
    [string] $Data,

    [Parameter(Mandatory)]
    [ValidatePattern('^(meta(-path|-glob)?|read(-(gz|nrrd|nrrd-gz|mgz|png|tiff))?|write-(gz|nrrd-gz|mgz|png|tiff)|convert(-many)?|dicom-(meta(-path)?|series|element|read|export)|(codec|series)-.+|itk-(meta|read|read-gz|series)|pdcm-(meta|read))$')]
    [string] $Job,

    [int] $Runs = 5,

    # The first call of a process instead: one run, not warmed up.
    [switch] $Cold
)

$ErrorActionPreference = 'Stop'
Import-Module $Module
$invariant = [Globalization.CultureInfo]::InvariantCulture
$out = Join-Path ([IO.Path]::GetTempPath()) ('medio-bench-{0}.nii.gz' -f $PID)
$folder = Join-Path $Data 'many'
$many = Join-Path $folder '*.nii.gz'
$plain = Join-Path $Data 'vol.nii'
$packed = Join-Path (Join-Path $Data 'gz') 'vol.nii.gz'
$ct = Join-Path $Data 'ct'
$slices = Join-Path $ct '*.dcm'
$formats = Join-Path $Data 'formats'
$written = Join-Path ([IO.Path]::GetTempPath()) ('medio-bench-out-{0}' -f $PID)
$null = New-Item -ItemType Directory -Path $written -Force
$series = Join-Path ([IO.Path]::GetTempPath()) ('medio-bench-{0}' -f $PID)
# Decoders are timed by the file, one after another; a cmdlet's own time would be a part of the fast ones'.
$compressed = Join-Path $Data ($Job -replace '^(codec|series)-')
$slice = if ($Job -like 'codec-*') { [IO.Directory]::GetFiles($compressed) | Sort-Object | Select-Object -First 20 }
# Samples of the size that a peer makes: rescaled, but not to Float32.
$options = [MedIO.ReadOptions]::new()
if ($Job -notlike '*-rgb*') { $options.DataType = [MedIO.VoxelType]::Int16 }
$volume = switch ($Job) {
    { $_ -in 'write-gz', 'write-nrrd-gz', 'write-mgz' } { Read-MedImage $plain }
    { $_ -in 'write-png', 'write-tiff' } { Read-MedImage (Join-Path $formats 'stack.tif') }
    # Int16, as the peer has it.
    'dicom-export' { Read-MedImage $ct -DataType Int16 }
}
$work = switch ($Job) {
    # Peers do the same: list the folder, read each header, work out the orientation.
    'meta' { { foreach ($meta in Get-ChildItem $folder -Filter *.nii.gz | Get-MedMeta) { $meta.Orientation } } }
    'meta-path' { { foreach ($meta in Get-MedMeta $many) { $meta.Orientation } } }
    # Here most of the time is Get-ChildItem's own.
    'meta-glob' { { foreach ($meta in Get-ChildItem $many | Get-MedMeta) { $meta.Orientation } } }
    'read' { { Read-MedImage $plain } }
    'read-gz' { { Read-MedImage $packed } }
    'write-gz' { { $volume | Save-MedImage $out } }
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
    # One object for all of them: sorted, checked.
    'dicom-series' { { Get-MedMeta $ct } }
    'dicom-element' { { Get-ChildItem $ct -Filter *.dcm | Get-DicomElement -Tag ImagePositionPatient, PixelSpacing, SeriesInstanceUID, Rows } }
    'dicom-read' { { Read-MedImage $ct } }
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

# A new series each time; what is deleted between them is no part of writing it.
function Clear-Series {
    if ([IO.Directory]::Exists($series)) { [IO.Directory]::Delete($series, $true) }
}

# A warm process is measured: the runtime compiles its hot paths again in the background for the first seconds. Peers,
# which are compiled already, warm up once. To write for longer would measure the disk.
$seconds = if ($Job -eq 'dicom-export') { 3 } else { 12 }
$warm = [Diagnostics.Stopwatch]::StartNew()
while (-not $Cold -and $warm.Elapsed.TotalSeconds -lt $seconds) {
    Clear-Series
    $null = & $work
}
if ($Cold) { $Runs = 1 }
for ($i = 0; $i -lt $Runs; $i++) {
    Clear-Series
    [GC]::Collect()
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $null = & $work
    ($watch.Elapsed.TotalSeconds / [Math]::Max(1, @($slice).Count)).ToString('F6', $invariant)
}

Remove-Item $out, $series, $written -Recurse -ErrorAction SilentlyContinue
