<#
.SYNOPSIS
Times the module beside nibabel, pydicom, GDCM, fo-dicom and ITK on the same files in one run, and prints medians and ratios.
.DESCRIPTION
Each round runs every program once a job, in turn, so that a slow spell of the machine meets all of them; a ratio is
taken within a round, and the median of the rounds is shown. A ratio of 2 means that the module needs half the time.
Peers that are not there are left out: Python with nibabel, pydicom and GDCM's bindings, and the program of peers/itk,
whose path is -ItkTimings, and that of peers/fodicom, whose path is -FoDicomTimings.
.EXAMPLE
./bench/Compare-Peer.ps1 -ItkTimings ./build-itk/itk_timings
#>
[CmdletBinding()]
param(
    [string] $Module = (Join-Path $PSScriptRoot '../out/MedIO.PowerShell'),
    [string] $Data = (Join-Path ([IO.Path]::GetTempPath()) 'medio-bench'),
    [string] $Python = 'python3',
    [string] $ItkTimings,
    [string] $FoDicomTimings,
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

function Get-Median([double[]] $Values) {
    $sorted = @($Values | Sort-Object)
    $sorted[[int][Math]::Floor($sorted.Count / 2)]
}

$shell = (Get-Process -Id $PID).Path
# A peer's program, and the job it knows ours by; none where it has no such job.
$peers = [ordered]@{
    MedIO   = @{
        Run = { param($job) & $shell -NoProfile -File (Join-Path $PSScriptRoot 'Measure-Own.ps1') -Module $Module -Data $Data -Job $job -Runs $Runs }
        Job = { param($job) $job }
    }
    nibabel = @{
        Package = 'nibabel'
        Run     = { param($job) & $Python (Join-Path $PSScriptRoot 'peers/nibabel_peer.py') $Data $job $Runs }
        Job     = { param($job) if ($job -notlike 'dicom-*') { $job -replace '^meta-.*', 'meta' } }
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
        Job = { param($job) $job -replace '^meta-.*', 'meta' -replace '^dicom-(meta|series|element).*', 'dicom-meta' }
    }
    'fo-dicom' = @{
        Run = { param($job) & $FoDicomTimings $Data $job $Runs 2> $null }
        Job = { param($job) switch -Regex ($job) { '^dicom-(meta|series|element)' { 'dicom-meta' } '^dicom-read' { 'dicom-read' } } }
    }
}
foreach ($peer in @($peers.Keys)) {
    $package = $peers[$peer]['Package']
    if (($peer -eq 'ITK' -and -not $ItkTimings) -or ($peer -eq 'fo-dicom' -and -not $FoDicomTimings) -or
        ($package -and -not ((Get-Command $Python -ErrorAction SilentlyContinue) -and $(& $Python -c "import $package" 2>$null; $LASTEXITCODE -eq 0)))) {
        $peers.Remove($peer)
    }
}

foreach ($name in $Job) {
    $medians = [ordered]@{}
    for ($round = 0; $round -lt $Rounds; $round++) {
        foreach ($program in $peers.Keys) {
            $asked = & $peers[$program].Job $name
            if (-not $asked) { continue }
            $seconds = @(& $peers[$program].Run $asked | ForEach-Object { [double]::Parse($_, $invariant) })
            $medians[$program] = @($medians[$program]) + (Get-Median $seconds) | Where-Object { $null -ne $_ }
        }
    }

    foreach ($program in $medians.Keys) {
        $times = @($medians[$program])
        $ratios = for ($i = 0; $i -lt $Rounds; $i++) { $times[$i] / @($medians['MedIO'])[$i] }
        '{0,-16} {1,-8} {2,8} ms  ratio {3}' -f $name, $program,
        (1000 * (Get-Median $times)).ToString('F1', $invariant), (Get-Median @($ratios)).ToString('F2', $invariant)
    }
}
