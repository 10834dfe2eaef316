<#
.SYNOPSIS
Times the module beside nibabel, pydicom, GDCM, fo-dicom, ITK, SimpleITK, Pillow, tifffile, DCMTK, OpenJPEG, CharLS and OpenJPH on the same files in one run, and prints medians and ratios.
.DESCRIPTION
Each round runs every program once a job, in turn, so that a slow spell of the machine meets all of them; a ratio is
taken within a round, and the median of the rounds is shown. A ratio of 2 means that the module needs half the time.
Peers that are not there are left out: Python with nibabel, pydicom and GDCM's bindings, and the program of peers/itk,
whose path is -ItkTimings, that of peers/fodicom, whose path is -FoDicomTimings, and that of peers/codecs, whose path is
-CodecTimings. Jobs codec-NAME decode the slices that New-CompressedData.ps1 made on one core, from file to samples, or
from code stream to samples where the peer is a codec alone; series-NAME read them all on all cores. Jobs itk-NAME and pdcm-NAME read
through the backends SimpleItk and FoDicom, beside programs that call the libraries themselves: that of peers/simpleitk, whose
path is -SimpleItkTimings, and that of peers/fodicom.
.EXAMPLE
./bench/Compare-Peer.ps1 -ItkTimings ./build-itk/itk_timings
.EXAMPLE
./bench/Compare-Peer.ps1 -CodecTimings ./build-codecs/codec_timings -Job codec-jpegls, series-jpegls
#>
[CmdletBinding()]
param(
    [string] $Module = (Join-Path $PSScriptRoot '../out/MedIO.PowerShell'),
    [string] $Data = (Join-Path ([IO.Path]::GetTempPath()) 'medio-bench'),
    [string] $Python = 'python3',
    [string] $ItkTimings,
    [string] $FoDicomTimings,
    [string] $SimpleItkTimings,
    [string] $CodecTimings,
    [string] $OjphCompress = 'ojph_compress',
    [int] $Rounds = 5,
    [int] $Runs = 5,
    [string[]] $Job = @('meta', 'meta-path', 'meta-glob', 'read', 'read-gz', 'write-gz', 'dicom-meta', 'dicom-meta-path', 'dicom-series', 'dicom-element', 'dicom-read', 'dicom-export')
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
$invariant = [Globalization.CultureInfo]::InvariantCulture
Import-Module $Module
if (-not (Test-Path (Join-Path $Data 'many/0000.nii.gz'))) {
    & (Join-Path $PSScriptRoot 'New-BenchData.ps1') -Destination $Data
}

if ($Job -match '(nrrd|mgz|png|tiff)') {
    & (Join-Path $PSScriptRoot 'New-FormatData.ps1') -Destination $Data
}

if ($Job -match '^(codec|series)-') {
    & (Join-Path $PSScriptRoot 'New-CompressedData.ps1') -Destination $Data -OjphCompress $OjphCompress
}

function Get-Median([double[]] $Values) {
    $sorted = @($Values | Sort-Object)
    $sorted[[int][Math]::Floor($sorted.Count / 2)]
}

# Decoders on one core, so that none has more threads than another.
$oneCore = @(if (Get-Command taskset -ErrorAction Ignore) { 'taskset', '-c', '0' })
function Start-Timing([string] $Job, [string] $Program, [string[]] $Argument) {
    $command = @(if ($Job -like 'codec-*') { $oneCore }) + $Program + $Argument
    $rest = $command[1..($command.Count - 1)]
    & $command[0] @rest
}

$shell = (Get-Process -Id $PID).Path
# A peer's program, and the job it knows ours by; none where it has no such job.
$peers = [ordered]@{
    MedIO   = @{
        Run = { param($job) Start-Timing $job $shell '-NoProfile', '-File', (Join-Path $PSScriptRoot 'Measure-Own.ps1'), '-Module', $Module, '-Data', $Data, '-Job', $job, '-Runs', $Runs }
        Job = { param($job) $job }
    }
    nibabel = @{
        Package = 'nibabel'
        Run     = { param($job) & $Python (Join-Path $PSScriptRoot 'peers/nibabel_peer.py') $Data $job $Runs }
        Job     = { param($job) if ($job -notmatch '^(dicom|codec|series|convert|itk|pdcm)|nrrd|png|tiff') { $job -replace '^meta-.*', 'meta' } }
    }
    tifffile = @{
        Package = 'tifffile'
        Run     = { param($job) & $Python (Join-Path $PSScriptRoot 'peers/tifffile_peer.py') $Data $job $Runs }
        Job     = { param($job) if ($job -match '^(read|write)-tiff$') { $job } }
    }
    Pillow  = @{
        Package = 'PIL'
        Run     = { param($job) & $Python (Join-Path $PSScriptRoot 'peers/pillow_peer.py') $Data $job $Runs }
        Job     = { param($job) if ($job -match '^(read|write)-png$') { $job } }
    }
    pydicom = @{
        Package = 'pydicom'
        Run     = { param($job) & $Python (Join-Path $PSScriptRoot 'peers/pydicom_peer.py') $Data $job $Runs }
        Job     = { param($job) switch -Regex ($job) { '^dicom-(meta|series|element)' { 'dicom-meta' } '^dicom-read' { 'dicom-read' } } }
    }
    GDCM    = @{
        Package = 'gdcm'
        Run     = { param($job) & $Python (Join-Path $PSScriptRoot 'peers/gdcm_peer.py') $Data $job $Runs }
        Job     = { param($job) if ($job -match '^dicom-(meta|series|element)') { 'dicom-meta' } }
    }
    ITK     = @{
        Run = { param($job) & $ItkTimings $Data $job $Runs }
        Job = { param($job) if ($job -notmatch '^(codec|series|convert|itk|pdcm)|mgz') { $job -replace '^meta-.*', 'meta' -replace '^dicom-(meta|series|element).*', 'dicom-meta' } }
    }
    'fo-dicom' = @{
        Run = { param($job) & $FoDicomTimings $Data $job $Runs 2> $null }
        Job = { param($job) switch -Regex ($job) { '^(dicom-(meta|series|element)|pdcm-meta)' { 'dicom-meta' } '^(dicom|pdcm)-read' { 'dicom-read' } } }
    }
    SimpleITK = @{
        Run = { param($job) & $SimpleItkTimings $Data $job $Runs 2> $null }
        Job = { param($job) if ($job -like 'itk-*') { $job -replace '^itk-' -replace '^series$', 'dicom-read' } }
    }
}
# Which codecs each library has. What they print besides (libjpeg of 12 bits, which GDCM tries 8 bits with first) is of no use.
$codecs = [ordered]@{
    dcmtk    = '^(codec|series)-((rgb-)?jpeg(-lossless|-extended)?|jpegls)$'
    gdcm     = '^(codec|series)-(?!htj2k)'
    openjpeg = '^(codec-.*(jpeg2000|htj2k)|series-htj2k)'
    charls   = '^codec-jpegls'
    openjph  = '^codec-htj2k'
}
foreach ($library in @(if ($CodecTimings) { $codecs.Keys })) {
    $peers["lib $library"] = @{
        Library = $library
        Run     = { param($job, $peer) Start-Timing $job $CodecTimings $peer.Library, $Data, $job, $Runs 2> $null }
        Job     = { param($job, $peer) if ($job -match $codecs[$peer.Library]) { $job } }
    }
}
foreach ($peer in @($peers.Keys)) {
    $package = $peers[$peer]['Package']
    if (($peer -eq 'ITK' -and -not $ItkTimings) -or ($peer -eq 'fo-dicom' -and -not $FoDicomTimings) -or ($peer -eq 'SimpleITK' -and -not $SimpleItkTimings) -or
        ($package -and -not ((Get-Command $Python -ErrorAction SilentlyContinue) -and $(& $Python -c "import $package" 2>$null; $LASTEXITCODE -eq 0)))) {
        $peers.Remove($peer)
    }
}

foreach ($name in $Job) {
    $medians = [ordered]@{}
    for ($round = 0; $round -lt $Rounds; $round++) {
        foreach ($program in $peers.Keys) {
            $asked = & $peers[$program].Job $name $peers[$program]
            if (-not $asked) { continue }
            $seconds = @(& $peers[$program].Run $asked $peers[$program] | ForEach-Object { [double]::Parse($_, $invariant) })
            if (-not $seconds) { continue }
            $medians[$program] = @($medians[$program]) + (Get-Median $seconds) | Where-Object { $null -ne $_ }
        }
    }

    foreach ($program in $medians.Keys) {
        $times = @($medians[$program])
        $ratios = for ($i = 0; $i -lt $Rounds -and $medians['MedIO']; $i++) { $times[$i] / @($medians['MedIO'])[$i] }
        '{0,-22} {1,-12} {2,8} ms  ratio {3}' -f $name, $program,
        (1000 * (Get-Median $times)).ToString($(if ($name -like 'codec-*') { 'F2' } else { 'F1' }), $invariant),
        $(if ($ratios) { (Get-Median @($ratios)).ToString('F2', $invariant) } else { 'unknown' })
    }
}
