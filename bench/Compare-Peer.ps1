<#
.SYNOPSIS
Times the module beside nibabel and ITK on the same files in one run, and prints medians and ratios.
.DESCRIPTION
Each round runs every program once a job, in turn, so that a slow spell of the machine meets all of them; a ratio is
taken within a round, and the median of the rounds is shown. A ratio of 2 means that the module needs half the time.
Peers that are not there are left out: Python with nibabel, and the program of peers/itk, whose path is -ItkTimings.
.EXAMPLE
./bench/Compare-Peer.ps1 -ItkTimings ./build-itk/itk_timings
#>
[CmdletBinding()]
param(
    [string] $Module = (Join-Path $PSScriptRoot '../out/MedIO.PowerShell'),
    [string] $Data = (Join-Path ([IO.Path]::GetTempPath()) 'medio-bench'),
    [string] $Python = 'python3',
    [string] $ItkTimings,
    [int] $Rounds = 5,
    [int] $Runs = 5,
    [string[]] $Job = @('meta', 'meta-path', 'meta-glob', 'read', 'read-gz', 'write-gz')
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
$programs = [ordered]@{
    MedIO = { param($job) & $shell -NoProfile -File (Join-Path $PSScriptRoot 'Measure-Own.ps1') -Module $Module -Data $Data -Job $job -Runs $Runs }
}
if ((Get-Command $Python -ErrorAction SilentlyContinue) -and $(& $Python -c 'import nibabel' 2>$null; $LASTEXITCODE -eq 0)) {
    $programs['nibabel'] = { param($job) & $Python (Join-Path $PSScriptRoot 'peers/nibabel_peer.py') $Data $job $Runs }
}
if ($ItkTimings) {
    $programs['ITK'] = { param($job) & $ItkTimings $Data $job $Runs }
}

foreach ($name in $Job) {
    $medians = @{}
    for ($round = 0; $round -lt $Rounds; $round++) {
        foreach ($program in $programs.Keys) {
            $asked = if ($program -eq 'MedIO') { $name } else { $name -replace '^meta-.*', 'meta' }
            $seconds = @(& $programs[$program] $asked | ForEach-Object { [double]::Parse($_, $invariant) })
            $medians[$program] = @($medians[$program]) + (Get-Median $seconds) | Where-Object { $null -ne $_ }
        }
    }

    foreach ($program in $programs.Keys) {
        $times = @($medians[$program])
        $ratios = for ($i = 0; $i -lt $Rounds; $i++) { $times[$i] / @($medians['MedIO'])[$i] }
        '{0,-10} {1,-8} {2,8} ms  ratio {3}' -f $name, $program,
        (1000 * (Get-Median $times)).ToString('F1', $invariant), (Get-Median @($ratios)).ToString('F2', $invariant)
    }
}
