<#
.SYNOPSIS
Shows the module at work on real images: what is in a folder, an index of it, a piece cut out of one image, and
a DICOM series written and read back.

.DESCRIPTION
Takes the images in the folder that MEDIO_TEST_DATA names, else those in ../shared/data beside the checkout, else the
small ones in samples/data, else an image that it makes itself. Writes into a temporary folder only.

.EXAMPLE
./build.ps1 -Task Demo
#>
[CmdletBinding()]
param()

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$root = Split-Path -Parent $PSScriptRoot
Import-Module (Join-Path $root 'out/MedIO.PowerShell/MedIO.PowerShell.psd1')

$work = Join-Path ([IO.Path]::GetTempPath()) "MedIO-demo-$([Guid]::NewGuid().ToString('N'))"
$null = New-Item -Path $work -ItemType Directory

$images = @()
foreach ($folder in $env:MEDIO_TEST_DATA, (Join-Path $root '../shared/data'), (Join-Path $PSScriptRoot 'data')) {
    if ($folder -and -not $images -and [IO.Directory]::Exists($folder)) {
        $data = [IO.Path]::GetFullPath($folder)
        $images = foreach ($pattern in '*.nii', '*.nii.gz', '*.mha', 'nifti/*.nii', 'nifti/*.nii.gz', 'itk/*.mha') {
            Join-Path $data $pattern
        }
        $images = @($images | Where-Object { Test-Path $_ })
    }
}
if (-not $images) {
    # No image far and wide: one out of nothing, a ball of 20 mm.
    $voxels = [Array]::CreateInstance([int16], 32, 32, 16)
    for ($z = 0; $z -lt 16; $z++) {
        for ($y = 0; $y -lt 32; $y++) {
            for ($x = 0; $x -lt 32; $x++) {
                if ([Math]::Pow($x - 16, 2) + [Math]::Pow($y - 16, 2) + 4 * [Math]::Pow($z - 8, 2) -le 100) {
                    $voxels.SetValue([int16] 1000, $x, $y, $z)
                }
            }
        }
    }
    $ball = Join-Path $work 'ball.nii.gz'
    [MedIO.MedImage]::new($voxels).Save($ball)
    $images = @($ball)
}

try {
    Write-Host "`n> Get-ChildItem *.nii, *.nii.gz, *.mha | Get-MedMeta | Format-Table"
    Get-ChildItem $images | Get-MedMeta | Format-Table

    Write-Host '> ... | Get-MedMeta | Export-Csv index.csv'
    $index = Join-Path $work 'index.csv'
    Get-ChildItem $images | Get-MedMeta | Export-Csv $index -NoTypeInformation
    Get-Content -LiteralPath $index

    $scan = Get-ChildItem $images | Get-MedMeta |
        Where-Object { $_.Shape.Count -eq 3 -and $_.Shape[0] -gt 8 -and $_.Shape[1] -gt 7 } | Select-Object -First 1
    Write-Host "`n> `$img = Read-MedImage $($scan.Name) -Orientation RAS -CoordinateSystem Nib"
    $img = Read-MedImage -LiteralPath $scan.Path -Orientation RAS -CoordinateSystem Nib
    $img | Format-List

    Write-Host "> `$img['2:8, 3:7, ::2'] | Save-MedImage crop.mha; Get-MedMeta crop.mha"
    $crop = Join-Path $work 'crop.mha'
    $img['2:8, 3:7, ::2'] | Save-MedImage $crop
    Get-MedMeta $crop | Format-Table

    # As a stack of pictures, and back.
    Write-Host "> Convert-MedImage $($scan.Name) slices -Format '_{0:D3}.png' -Orientation LPI -DataType UInt16"
    $slices = Join-Path $work 'slices'
    Convert-MedImage -LiteralPath $scan.Path $slices -Format '_{0:D3}.png' -Orientation LPI -DataType UInt16 |
        Format-Table Shape, Orientation, Format, @{ Label = 'Files'; Expression = { $_.Files.Count } }
    Write-Host "> Convert-MedImage slices volume -Spacing $($scan.Spacing[0..2] -join ',') -Format nii.gz"
    Convert-MedImage $slices (Join-Path $work 'volume') -Spacing $scan.Spacing[0..2] -Format nii.gz |
        Format-Table Shape, Spacing, Format, Length

    # No patient's series is at hand: one is made of the image.
    Write-Host "> `$img | Export-DicomSeries study -AllowReorient -Tag @{ Modality = 'MR'; SeriesNumber = 2; SeriesDescription = 'demo' }"
    Write-Host '> Get-DicomSeries study'
    $study = Join-Path $work 'study'
    $img | Export-DicomSeries $study -AllowReorient -Tag @{ Modality = 'MR'; SeriesNumber = 2; SeriesDescription = 'demo' }
    Get-DicomSeries $study | Format-Table

    Write-Host '> Get-ChildItem study | Get-DicomElement -Tag Modality, InstanceNumber, SliceLocation'
    Get-ChildItem $study | Get-DicomElement -Tag Modality, InstanceNumber, SliceLocation | Select-Object -First 3 |
        Format-Table Modality, InstanceNumber, SliceLocation

    Write-Host '> $back = Read-MedImage study -Series 2 -Orientation RAS -CoordinateSystem Nib'
    $back = Read-MedImage $study -Series 2 -Orientation RAS -CoordinateSystem Nib
    $back | Format-Table
    Write-Host "> `$img[5, 5, 0], `$back[5, 5, 0]"
    $img[5, 5, 0], $back[5, 5, 0]
}
finally {
    Remove-Item -LiteralPath $work -Recurse -Force
}
