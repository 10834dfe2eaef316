<#
.SYNOPSIS
Shows what grows with the work: time and memory for 1 to 100,000 headers, and for one slice and the whole of 1 MB to 8 GB, read and written.
.DESCRIPTION
Each step is a process of its own, warmed on small files, and the best of a few runs, since other work of the machine can only add.
Gives lines of Markdown. A straight line has the same time an item, and flat memory the same peak, in each row; a row that has half as
much again as the best above it is named. Files that are read are sparse: nothing but the page cache is behind them. Those that are
written are real, and go to the disk behind the clock; what does not fit in the free memory twice, or on the disk, is left out.
#>
[CmdletBinding()]
param(
    [string] $Module = (Join-Path $PSScriptRoot '../out/MedIO.PowerShell'),
    [string] $Data = (Join-Path ([IO.Path]::GetTempPath()) 'medio-bench'),

    # The program of bench/own; by default the one that Compare-Peer.ps1 has built.
    [string] $Own,
    [int] $MostFiles = 100000,
    [int] $MostMegabytes = 8192,
    [int] $Runs = 3
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
$invariant = [Globalization.CultureInfo]::InvariantCulture
$Module = (Resolve-Path -LiteralPath $Module).Path
# By its folder, brackets in the path would be taken for a pattern.
if ([IO.Directory]::Exists($Module)) { $Module = Join-Path $Module 'MedIO.PowerShell.psd1' }
Import-Module $Module
if (-not $Own) { $Own = Join-Path $Data ('build/own/own' + $(if ($IsWindows) { '.exe' })) }
$shell = (Get-Process -Id $PID).Path
$folder = Join-Path $Data 'growth'
$files = Join-Path $folder 'files'
$null = [IO.Directory]::CreateDirectory($files)

function New-Volume([int[]] $Size) {
    $meta = [MedIO.MedMeta]::new([MedIO.Shape]::new($Size), [MedIO.Affine]::Identity(), 'Itk', 'Float64', 1, $null, $null)
    [MedIO.MedImage]::new([double[]]::new($Size[0] * $Size[1] * $Size[2]), $meta)
}

function Add-File([int] $Count) {
    # A thousand in a folder.
    $first = Join-Path $folder 'first.nii.gz'
    New-Volume 16, 16, 8 | Save-MedImage $first
    for ($i = 0; $i -lt $Count; $i++) {
        $path = Join-Path $files ('{0:000}/{1:000}.nii.gz' -f [Math]::Floor($i / 1000), ($i % 1000))
        if ($i % 1000 -eq 0) { $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($path)) }
        if (-not [IO.File]::Exists($path)) { [IO.File]::Copy($first, $path) }
    }
}

function Add-Volume([int] $Megabytes) {
    # Slices of half a megabyte, as many as make the size, of which only the header is written: dim[3] stands at byte 46.
    $path = Join-Path $folder "$Megabytes.nii"
    New-Volume 256, 256, 1 | Save-MedImage $path
    $file = [IO.File]::Open($path, 'Open')
    try {
        $null = $file.Seek(46, 'Begin')
        $file.Write([BitConverter]::GetBytes([int16]($Megabytes * 2)), 0, 2)
        $file.SetLength(352)
        $file.SetLength(352 + ([long] $Megabytes * 1048576))
    }
    finally { $file.Dispose() }
    "$Megabytes.nii"
}

function Measure-Step([scriptblock] $Run) {
    # Seconds, and the most memory and what was there before, in MB: of the best run.
    $best = $null
    for ($i = 0; $i -lt $Runs; $i++) {
        $line = & $Run 2>&1
        if ("$line" -notmatch '^[\d.]+ \d+ \d+$') { Write-Host "A step failed: $line"; return }
        $numbers = [double[]]@("$line" -split ' ' | ForEach-Object { [double]::Parse($_, $invariant) })
        if (-not $best -or $numbers[0] -lt $best.Seconds) { $best = @{ Seconds = $numbers[0]; Peak = $numbers[1] / 1MB; Before = $numbers[2] / 1MB } }
    }
    $best
}

function Format-Number([double] $Value) { $Value.ToString($(if ($Value -ge 100) { 'F0' } elseif ($Value -ge 10) { 'F1' } else { 'F2' }), $invariant) }

# A cell of the table, and a word in the list where its line bends first.
$least = @{}
$bent = [Collections.Generic.HashSet[string]]::new()
$bends = [Collections.Generic.List[string]]::new()
function Format-Cell([string] $Line, [double] $Value, [string] $At, [double] $Slack) {
    if (-not $bent.Contains($Line) -and $least.ContainsKey($Line) -and $Value -gt (1.5 * $least[$Line]) + $Slack) {
        $null = $bent.Add($Line)
        $bends.Add("- $Line bends at ${At}: $(Format-Number $Value) after $(Format-Number $least[$Line])")
    }
    if (-not $least.ContainsKey($Line) -or $Value -lt $least[$Line]) { $least[$Line] = $Value }
    Format-Number $Value
}

'## As the work grows'
'| headers of small .nii.gz | in process, µs a file | peak, MB | in PowerShell, µs a file | peak, MB |'
'| ---: | ---: | ---: | ---: | ---: |'
$command = 'param($module, $files, $count)
    Import-Module $module
    $first = Get-ChildItem $files | Select-Object -First 1
    for ($i = 0; $i -lt 5; $i++) { $null = Get-ChildItem $first.FullName -File | Get-MedMeta }
    [GC]::Collect()
    $before = [Environment]::WorkingSet
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $null = Get-ChildItem $files -Recurse -File | Select-Object -First $count | Get-MedMeta | ForEach-Object Orientation
    "$($watch.Elapsed.TotalSeconds.ToString("F6", [cultureinfo]::InvariantCulture)) $((Get-Process -Id $PID).PeakWorkingSet64) $before"'
$script = Join-Path $folder 'headers.ps1'
[IO.File]::WriteAllText($script, $command)
for ($count = 1; $count -le $MostFiles; $count *= 10) {
    Add-File ([Math]::Max(1000, $count))
    $program = Measure-Step { & $Own $files growth-files $count }
    $cmdlets = Measure-Step { & $shell -NoProfile -File $script $Module $files $count }
    # So few files are all fixed cost.
    $slack = if ($count -lt 1000) { [double]::PositiveInfinity } else { 0 }
    $cells = foreach ($one in @(@('headers in process', $program), @('headers in PowerShell', $cmdlets))) {
        if ($one[1]) {
            Format-Cell "time of $($one[0])" (1e6 * $one[1].Seconds / $count) "$count files" $slack
            Format-Cell "memory of $($one[0])" $one[1].Peak "$count files" 20
        }
        else { 'failed'; '' }
    }
    "| $($count.ToString('N0', $invariant)) | $($cells -join ' | ') |"
}

''
'| .nii, MB | one slice, ms | peak, MB | the whole, ms a MB | peak beyond the voxels, MB | written, ms a MB | peak beyond the voxels, MB |'
'| ---: | ---: | ---: | ---: | ---: | ---: | ---: |'
# Large enough for the code of large files to be compiled before the clock runs.
[IO.File]::Move((Join-Path $folder (Add-Volume 16)), (Join-Path $folder 'small.nii'), $true)
for ($size = 1; $size -le $MostMegabytes; $size *= 2) {
    $file = Add-Volume $size
    $slice = Measure-Step { & $Own $folder growth-slice $file }
    $free = [GC]::GetGCMemoryInfo().TotalAvailableMemoryBytes - [GC]::GetGCMemoryInfo().MemoryLoadBytes
    $whole = if ($free -gt 2.2 * $size * 1MB) { Measure-Step { & $Own $folder growth-read $file } }
    $disk = [IO.DriveInfo]::new((Resolve-Path -LiteralPath $folder).Path).AvailableFreeSpace
    $written = if ($whole -and $disk -gt 1.2 * $size * 1MB) { Measure-Step { & $Own $folder growth-write $file } }
    $cells = @(
        if ($slice) { Format-Cell 'time of one slice' (1000 * $slice.Seconds) "$size MB" 0.5; Format-Cell 'memory of one slice' $slice.Peak "$size MB" 20 } else { 'failed'; '' }
        if ($whole) { Format-Cell 'time of the whole' (1000 * $whole.Seconds / $size) "$size MB" 0.1; Format-Cell 'memory of the whole' ([Math]::Max(0, $whole.Peak - $size)) "$size MB" 40 } else { 'too large for the memory'; '' }
        if ($written) { Format-Cell 'time of writing' (1000 * $written.Seconds / $size) "$size MB" 0.2; Format-Cell 'memory of writing' ([Math]::Max(0, $written.Peak - $size)) "$size MB" 40 } else { 'too large for the memory or the disk'; '' }
    )
    "| $($size.ToString('N0', $invariant)) | $($cells -join ' | ') |"
    [IO.File]::Delete((Join-Path $folder $file))
}
''
if ($bends.Count) { $bends } else { 'No line bends: each row is within half as much again of the best above it.' }
