<#
.SYNOPSIS
Makes files of the other formats for the timings, of the volume that New-BenchData.ps1 made: NRRD, MGZ, a stack of PNG, TIFF.
.DESCRIPTION
All in the folder formats: vol.nrrd, vol-gz.nrrd, vol.mgz, stack.tif and png/, 16 bits a voxel, the pictures unsigned.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Destination
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
$destination = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Destination)
$formats = Join-Path $destination 'formats'
if (Test-Path (Join-Path $formats 'png')) {
    return
}

$null = New-Item -ItemType Directory -Path $formats -Force
$volume = Read-MedImage (Join-Path $destination 'vol.nii')
$volume | Save-MedImage (Join-Path $formats 'vol.nrrd')
$volume | Save-MedImage (Join-Path $formats 'vol-gz.nrrd') -CompressionLevel 6
$volume | Save-MedImage (Join-Path $formats 'vol.mgz') -CompressionLevel 6
$unsigned = [MedIO.MedImage]::new([uint16[]]@(foreach ($voxel in $volume.Voxels) { $voxel + 1024 }), [MedIO.MedMeta]::new($volume.Shape, $null, 'Itk', 'UInt16', 1, $null, $null))
$unsigned | Save-MedImage (Join-Path $formats 'stack.tif')
$unsigned | Save-MedImage (Join-Path $formats 'png/slice{0:D4}.png') -CreateDirectory -WarningAction SilentlyContinue
