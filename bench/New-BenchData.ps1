<#
.SYNOPSIS
Makes the files that the timings read: vol.nii, gz/vol.nii.gz, 500 small .nii.gz, and ct, a DICOM series of 300 slices.
.DESCRIPTION
A smooth body with noise in HU-like units, which compresses about as a CT does, in a flat background. The compressed
volume lies in a folder of its own: ITK's NIfTI reader takes the voxels of a vol.nii beside the vol.nii.gz it was
asked for.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Destination,

    [int] $Many = 500
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

$destination = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Destination)
foreach ($folder in $destination, (Join-Path $destination 'gz'), (Join-Path $destination 'many')) {
    $null = New-Item -ItemType Directory -Path $folder -Force
}

$c = [Math]::Cos(0.2)
$s = [Math]::Sin(0.2)
$affine = [MedIO.Affine]::new([double[]]@((-0.9 * $c), (0.9 * $s), 0, 90, (0.9 * $s), (0.9 * $c), 0, -110, 0, 0, 1.2, -72, 0, 0, 0, 1))

function New-Image([int[]] $Size, [int] $Seed) {
    $meta = [MedIO.MedMeta]::new([MedIO.Shape]::new($Size), $affine, 'Nib', 'Int16', 1, $null, $null)
    [MedIO.MedImage]::new([MedIO.Bench.Phantom]::Make($Size[0], $Size[1], $Size[2], $Seed), $meta)
}

$volume = New-Image 256, 256, 200 1
$volume | Save-MedImage (Join-Path $destination 'vol.nii')
$volume | Save-MedImage (Join-Path $destination 'gz/vol.nii.gz') -CompressionLevel 6
$first = Join-Path $destination 'many/0000.nii.gz'
New-Image 64, 64, 32 2 | Save-MedImage $first -CompressionLevel 6
for ($i = 1; $i -lt $Many; $i++) {
    Copy-Item $first (Join-Path $destination ('many/{0:0000}.nii.gz' -f $i))
}

$ct = [MedIO.MedMeta]::new([MedIO.Shape]::new([int[]](512, 512, 300)), [MedIO.Affine]::new([double[]]@(0.78125, 0, 0, -200, 0, 0.78125, 0, -200, 0, 0, 1, -150, 0, 0, 0, 1)), 'Itk', 'Int16', 1, $null, $null)
[MedIO.MedImage]::new([MedIO.Bench.Phantom]::Make(512, 512, 300, 3), $ct) | Export-DicomSeries (Join-Path $destination 'ct') -Tag @{ Modality = 'CT' } -Force
