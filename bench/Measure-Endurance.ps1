<#
.SYNOPSIS
Reads small files of all formats many times in one session, and shows that nothing grows.

.DESCRIPTION
Half of the reads go through the cmdlets, half through the library in the same process; a part of the files is damaged, for
errors leave things behind more easily than images. After the first tenth, when all is loaded and compiled, and at each
further tenth the script notes handles, threads, the managed heap after a collection, the working set, and temporary files.
It outputs one object for each. Growth between the first and the last of them that is more than noise is an error:
with a tenth of the reads between two notes, even one handle in a thousand reads shows.

.EXAMPLE
./bench/Measure-Endurance.ps1 -Reads 10000 | Format-Table
#>
[CmdletBinding()]
param(
    [string] $Module = (Join-Path $PSScriptRoot '../out/MedIO.PowerShell'),

    # Folders with files; those of more than 200 KB are left out.
    [string[]] $Data = @((Join-Path $PSScriptRoot '../tests/MedIO.Tests/OtherPrograms/Files'), (Join-Path $PSScriptRoot '../samples/data')),

    [int] $Reads = 100000
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
Import-Module $(if ($Module.EndsWith('.psd1')) { $Module } else { Join-Path $Module 'MedIO.PowerShell.psd1' })

$scratch = Join-Path ([IO.Path]::GetTempPath()) "medio-endurance-$([Guid]::NewGuid().ToString('N'))"
$null = [IO.Directory]::CreateDirectory($scratch)
$process = [Diagnostics.Process]::GetCurrentProcess()

function Get-TemporaryCount {
    # What the module names so, wherever it may have been left; medio-itk-reader- is what tests/Correctness keeps.
    @($Data + $scratch | ForEach-Object { Get-ChildItem -LiteralPath $_ -Recurse -Force -Filter '*.medio.tmp' }).Count +
    @(Get-ChildItem -LiteralPath ([IO.Path]::GetTempPath()) -Force -Filter 'medio-itk-*' | Where-Object Name -NotLike 'medio-itk-reader-*').Count
}

function Get-State([int] $Done) {
    # Twice, for what has a finalizer.
    for ($i = 0; $i -lt 2; $i++) {
        [GC]::Collect()
        [GC]::WaitForPendingFinalizers()
    }
    $process.Refresh()
    [pscustomobject] @{
        Reads = $Done
        Handles = if ([IO.Directory]::Exists('/proc/self/fd')) { [IO.Directory]::GetFileSystemEntries('/proc/self/fd').Count } else { $process.HandleCount }
        Threads = $process.Threads.Count
        HeapMB = [Math]::Round([GC]::GetTotalMemory($true) / 1MB, 2)
        WorkingSetMB = [Math]::Round($process.WorkingSet64 / 1MB, 1)
        TemporaryFiles = Get-TemporaryCount
    }
}

try {
    # Slices of a series, and damaged copies: the first half of each file.
    $whole = @(Get-ChildItem -LiteralPath $Data -Recurse -File | Where-Object { $_.Length -le 200KB -and $_.Extension -notin '.tsv', '.txt', '.md' })
    $series = Join-Path $scratch 'series'
    $volume = [MedIO.MedImage]::new([int16[]] (0..1023), [MedIO.MedMeta]::new([MedIO.Shape]::new(16, 16, 4), $null, 'Itk', 'Int16'))
    $volume | Export-DicomSeries $series -Tag @{ Modality = 'CT' }
    foreach ($file in $whole | Where-Object { $_.Length -gt 64 } | Select-Object -First 40) {
        $bytes = [IO.File]::ReadAllBytes($file.FullName)
        [IO.File]::WriteAllBytes((Join-Path $scratch $file.Name), [byte[]] $bytes[0..[int] ($bytes.Length / 2)])
    }
    $files = @($whole) + @(Get-ChildItem -LiteralPath $series -File) + @(Get-ChildItem -LiteralPath $scratch -File)
    $names = [string[]] $files.FullName
    $slices = [string[]] (Get-ChildItem -LiteralPath $series -File).FullName

    $done = $images = $errors = 0
    $notes = [Collections.Generic.List[object]]::new()
    $next = $Reads / 10
    while ($done -lt $Reads) {
        foreach ($command in 'Get-MedMeta', 'Read-MedImage') {
            $images += @($files | & $command -ErrorAction SilentlyContinue -WarningAction SilentlyContinue).Count
            $done += $files.Count
        }
        $images += @(Get-DicomElement -LiteralPath $slices -Tag PatientID, PixelSpacing).Count
        $null = Read-MedImage -LiteralPath $series
        $done += $slices.Count * 2
        foreach ($name in $names) {
            try {
                $null = [MedIO.MedFile]::ReadMeta($name)
                $null = [MedIO.MedFile]::Read($name)
                $images += 2
            }
            catch [MedIO.MedIOException] {
                $errors++
            }
            $done += 2
        }
        $Error.Clear()
        if ($done -ge $next) {
            $state = Get-State $done
            $notes.Add($state)
            $state
            while ($next -le $done) { $next += $Reads / 10 }
        }
    }
    Write-Verbose "$($names.Count) files, $images images or metadata, $errors errors in process."
    $first = $notes[0]
    $last = $notes[$notes.Count - 1]
    # Room for what is not ours: threads of the pool with their handles, and the engine's own caches.
    $grown = @(
        if ($last.Handles - $first.Handles -gt 16) { 'handles' }
        if ($last.Threads - $first.Threads -gt 16) { 'threads' }
        if ($last.HeapMB - $first.HeapMB -gt 8) { 'heap' }
        if ($last.WorkingSetMB - $first.WorkingSetMB -gt 96) { 'working set' }
        if ($last.TemporaryFiles -gt $first.TemporaryFiles) { 'temporary files' }
    )
    if ($images -eq 0) { throw 'Nothing was read.' }
    if ($grown) { throw "Has grown over $($last.Reads - $first.Reads) reads: $($grown -join ', ')." }
}
finally {
    Remove-Item -LiteralPath $scratch -Recurse -Force
}
