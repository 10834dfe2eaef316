<#
.SYNOPSIS
Makes the files that the timings read, each part once: what is there from an earlier run is kept.
.DESCRIPTION
A smooth body with noise in HU-like units, which compresses about as a CT does, in a flat background.

vol.nii, gz/vol.nii.gz, formats/vol.mha   256 x 256 x 200, 16 bits: 26 MB. The compressed volume lies in a folder of its own:
                                          ITK's NIfTI reader takes the voxels of a vol.nii beside the vol.nii.gz it was asked for.
many                                      500 small .nii.gz
ct                                        a DICOM series of 300 slices of 512 x 512
large                                     512 x 512 x 600, 315 MB, .nii and .nii.gz, and half of it
tree                                      20,000 files of a few kB in folders: 6,000 DICOM, 10,500 volumes, 2,000 pictures, 1,500 of text
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Destination,

    # Which parts; all of them where none is named.
    [ValidateSet('volume', 'many', 'ct', 'large', 'tree')]
    [string[]] $Part = @('volume', 'many', 'ct', 'large', 'tree')
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

if (-not ('MedIO.Bench.Phantom' -as [type])) {
    Add-Type -TypeDefinition @'
using System;
namespace MedIO.Bench
{
    public static class Phantom
    {
        public static short[] Make(int nx, int ny, int nz, int seed)
        {
            var random = new Random(seed);
            var voxels = new short[nx * ny * nz];
            int i = 0;
            for (int z = 0; z < nz; z++)
            for (int y = 0; y < ny; y++)
            for (int x = 0; x < nx; x++, i++)
            {
                double u = (2.0 * x / (nx - 1)) - 1, v = (2.0 * y / (ny - 1)) - 1, w = (2.0 * z / (nz - 1)) - 1;
                if ((u * u) + (1.6 * v * v) + (0.4 * w * w) >= 0.7)
                {
                    voxels[i] = -1000;
                    continue;
                }

                double noise = 12 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                voxels[i] = (short)(40 + (60 * Math.Sin(7 * u) * Math.Cos(5 * v)) + noise);
            }

            return voxels;
        }
    }
}
'@
}

$data = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Destination)
$c = [Math]::Cos(0.2)
$s = [Math]::Sin(0.2)
$oblique = [MedIO.Affine]::new([double[]]@((-0.9 * $c), (0.9 * $s), 0, 90, (0.9 * $s), (0.9 * $c), 0, -110, 0, 0, 1.2, -72, 0, 0, 0, 1))

function Join-Data([string] $Name) {
    $path = Join-Path $data $Name
    $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($path))
    $path
}

function New-Image([int[]] $Size, [int] $Seed, [MedIO.Affine] $Affine = $oblique, [string] $System = 'Nib') {
    $meta = [MedIO.MedMeta]::new([MedIO.Shape]::new($Size), $Affine, $System, 'Int16', 1, $null, $null)
    [MedIO.MedImage]::new([MedIO.Bench.Phantom]::Make($Size[0], $Size[1], $Size[2], $Seed), $meta)
}

# Where slices lie, in a stack that starts at a place of its own.
function New-Stack([int[]] $Size, [int] $Seed, [double] $Start) {
    New-Image $Size $Seed ([MedIO.Affine]::new([double[]]@(0.78125, 0, 0, -200, 0, 0.78125, 0, -200, 0, 0, 1, $Start, 0, 0, 0, 1))) 'Itk'
}

$makers = @{
    volume = {
        $volume = New-Image 256, 256, 200 1
        $volume | Save-MedImage (Join-Data 'vol.nii')
        # As most files are that are read: by zlib.
        if (Get-Command gzip -CommandType Application -ErrorAction Ignore) {
            [IO.File]::Copy((Join-Data 'vol.nii'), (Join-Data 'gz/vol.nii'), $true)
            & gzip -6 -n -f (Join-Data 'gz/vol.nii')
        }
        else {
            $volume | Save-MedImage (Join-Data 'gz/vol.nii.gz') -CompressionLevel 6
        }
        $volume | Save-MedImage (Join-Data 'formats/vol.mha') -CompressionLevel 6
    }
    many   = {
        $first = Join-Data 'many/0000.nii.gz'
        New-Image 64, 64, 32 2 | Save-MedImage $first -CompressionLevel 6
        for ($i = 1; $i -lt 500; $i++) {
            [IO.File]::Copy($first, (Join-Path $data ('many/{0:0000}.nii.gz' -f $i)), $true)
        }
    }
    ct     = {
        New-Stack 512, 512, 300 3 -150 | Export-DicomSeries (Join-Data 'ct') -Tag @{ Modality = 'CT' } -Force
    }
    large  = {
        $volume = New-Image 512, 512, 600 4
        $volume | Save-MedImage (Join-Data 'large/vol.nii')
        $volume | Save-MedImage (Join-Data 'large/gz/vol.nii.gz') -CompressionLevel 6
        $volume['..., :300'] | Save-MedImage (Join-Data 'large/half.nii')
    }
    tree   = {
        if ([IO.Directory]::Exists((Join-Path $data 'tree'))) { [IO.Directory]::Delete((Join-Path $data 'tree'), $true) }
        # Half of the series without a suffix, as on the discs that hospitals write.
        for ($i = 0; $i -lt 60; $i++) {
            New-Stack 64, 64, 100 ($i + 10) (-150 * $i) |
                Export-DicomSeries (Join-Data ('tree/dicom/{0:00}' -f $i)) -CreateDirectory -Tag @{ Modality = 'CT'; PatientID = "$i" } -Pattern $(if ($i % 2) { 'IM{0}' } else { 'IM{0}.dcm' })
        }
        $small = New-Image 24, 24, 10 5
        $kinds = [ordered]@{ 'nii.gz' = 35; nii = 20; mha = 12; nrrd = 8; png = 8; tif = 6; txt = 5; csv = 4; json = 2 }
        $templates = Join-Data 'templates/a'
        foreach ($kind in 'nii.gz', 'nii', 'mha', 'nrrd') { $small | Save-MedImage "$templates.$kind" }
        $meta = [MedIO.MedMeta]::new([MedIO.Shape]::new([int[]](64, 64)), $null, 'Itk', 'UInt8', 1, $null, $null)
        foreach ($kind in 'png', 'tif') { [MedIO.MedImage]::new([byte[]]::new(4096), $meta) | Save-MedImage "$templates.$kind" -WarningAction SilentlyContinue }
        Set-Content "$templates.txt" (@('Findings: none.') * 40)
        Set-Content "$templates.csv" (@('id;size;date') + (1..60 | ForEach-Object { "$_;64;2001-01-01" }))
        Set-Content "$templates.json" '{ "RepetitionTime": 2.0, "EchoTime": 0.03 }'
        for ($folder = 0; $folder -lt 140; $folder++) {
            $target = Join-Data ('tree/other/{0:000}/a' -f $folder)
            foreach ($kind in $kinds.Keys) {
                for ($i = 0; $i -lt $kinds[$kind]; $i++) { [IO.File]::Copy("$templates.$kind", "$target$i.$kind") }
            }
        }
        [IO.Directory]::Delete((Join-Path $data 'templates'), $true)
    }
}

foreach ($name in $Part) {
    # A part that was being made when the last run was ended is made again.
    $mark = Join-Data "made/$name"
    if (-not [IO.File]::Exists($mark)) {
        Write-Verbose "Makes $name."
        & $makers[$name]
        [IO.File]::WriteAllText($mark, '')
    }
}
