<#
.SYNOPSIS
Shows what reading allocates beyond the voxels, and what 10,000 headers leave behind.
#>
[CmdletBinding()]
param(
    [string] $Module = (Join-Path $PSScriptRoot '../out/MedIO.PowerShell'),
    [string] $Data = (Join-Path ([IO.Path]::GetTempPath()) 'medio-bench')
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
Import-Module $(if ($Module.EndsWith('.psd1')) { $Module } else { Join-Path $Module 'MedIO.PowerShell.psd1' })
if (-not (Test-Path (Join-Path $Data 'many/0000.nii.gz'))) {
    & (Join-Path $PSScriptRoot 'New-BenchData.ps1') -Destination $Data
}

function Measure-Allocation([string] $Name, [scriptblock] $Work) {
    $null = & $Work
    [GC]::Collect()
    $before = [GC]::GetTotalAllocatedBytes($true)
    $image = & $Work
    $after = [GC]::GetTotalAllocatedBytes($true)
    $voxels = if ($image -is [MedIO.MedImage]) { $image.Voxels.LongLength * [MedIO.VoxelTypes]::SizeOf($image.DataType) } else { 0 }
    '{0,-28} {1,12:N0} bytes allocated, {2,12:N0} of them voxels' -f $Name, ($after - $before), $voxels
}

$plain = Join-Path $Data 'vol.nii'
$packed = Join-Path (Join-Path $Data 'gz') 'vol.nii.gz'
Measure-Allocation 'read .nii' { Read-MedImage $plain }
Measure-Allocation 'read .nii.gz' { Read-MedImage $packed }
Measure-Allocation 'read .nii, axes reversed' { Read-MedImage $plain -Orientation LAI }
Measure-Allocation 'read .nii as Float32' { Read-MedImage $plain -DataType Float32 }
Measure-Allocation 'read one slice' { Read-MedImage $plain -Slice '..., 100' }

$files = Get-ChildItem (Join-Path $Data 'many') -Filter *.nii.gz
$null = $files | Get-MedMeta
foreach ($times in 1, 20) {
    [GC]::Collect()
    $peak = 0
    $count = 0
    1..$times | ForEach-Object { $files } | Get-MedMeta | ForEach-Object {
        $count++
        if ($count % 500 -eq 0) { $peak = [Math]::Max($peak, [GC]::GetTotalMemory($true)) }
    }
    '{0,6} headers: {1,12:N0} bytes live at most' -f $count, $peak
}
