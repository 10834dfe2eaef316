<#
.SYNOPSIS
Compresses the series that New-BenchData.ps1 made, a folder a codec, for the timings of decoders.
.DESCRIPTION
Each file holds what the file of the same name in ct holds, but for jpeg-extended, whose 12 bits are what dcmcjpeg makes
of them. rgb-jpeg and rgb-jpeg2000 are 20 slices in colours. Codecs whose program is not there are left out: dcmcjpeg,
dcmcjpls, gdcmconv, opj_compress, and ojph_compress, whose path is -OjphCompress.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Destination,

    [string] $OjphCompress = 'ojph_compress',

    # Which folders; all of them where none is named.
    [string[]] $Name = @('jpeg-lossless', 'jpeg-extended', 'rgb-jpeg', 'jpegls', 'jpeg2000', 'rgb-jpeg2000', 'jpeg2000-lossy', 'htj2k')
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
$PSNativeCommandUseErrorActionPreference = $true
$data = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Destination)
$ct = Join-Path $data 'ct'
$rgb = Join-Path $data 'rgb'

if (-not ('MedIO.Bench.Wrapper' -as [type])) {
    Add-Type -TypeDefinition @'
using System;
using System.IO;
using System.Linq;
using System.Text;
namespace MedIO.Bench
{
    /// <summary>Code streams in and out of the files of the series, whose encoding is Explicit VR Little Endian.</summary>
    public static class Wrapper
    {
        public static byte[] Pixels(string file)
        {
            byte[] bytes = File.ReadAllBytes(file);
            int at = PixelData(bytes);
            return bytes.AsSpan(at + 12, BitConverter.ToInt32(bytes, at + 8)).ToArray();
        }

        public static void Replace(string file, byte[] stream, string transferSyntax, string destination)
        {
            byte[] bytes = File.ReadAllBytes(file);
            int uid = bytes.AsSpan().IndexOf(new byte[] { 2, 0, 16, 0, (byte)'U', (byte)'I' });
            int rest = uid + 8 + BitConverter.ToUInt16(bytes, uid + 6);
            byte[] name = Encoding.ASCII.GetBytes(transferSyntax.Length % 2 == 0 ? transferSyntax : transferSyntax + "\0");
            int groupLength = BitConverter.ToInt32(bytes, 140) + name.Length - (rest - uid - 8);
            using var output = new BinaryWriter(File.Create(destination));
            output.Write(bytes, 0, 140);
            output.Write(groupLength);
            output.Write(bytes, 144, uid + 6 - 144);
            output.Write((ushort)name.Length);
            output.Write(name);
            output.Write(bytes, rest, PixelData(bytes) - rest);
            output.Write(new byte[] { 0xe0, 0x7f, 0x10, 0, (byte)'O', (byte)'B', 0, 0, 0xff, 0xff, 0xff, 0xff, 0xfe, 0xff, 0, 0xe0, 0, 0, 0, 0, 0xfe, 0xff, 0, 0xe0 });
            output.Write(stream.Length + (stream.Length & 1));
            output.Write(stream);
            output.Write(new byte[stream.Length & 1]);
            output.Write(new byte[] { 0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0 });
        }

        /// <summary>Slices whose three colours are one slice each, of 8 bits.</summary>
        public static byte[] Colours(string[] files, int slices)
        {
            byte[][] planes = files.Take(slices * 3).Select(Pixels).ToArray();
            int count = planes[0].Length / 2;
            var voxels = new byte[slices * count * 3];
            for (int i = 0; i < voxels.Length; i++)
            {
                int value = BitConverter.ToInt16(planes[(i / (3 * count) * 3) + (i % 3)], i % (3 * count) / 3 * 2);
                voxels[i] = (byte)Math.Clamp((value - 800) / 2, 0, 255);
            }

            return voxels;
        }

        // The last element of these files.
        private static int PixelData(byte[] bytes)
        {
            int at = bytes.AsSpan().IndexOf(new byte[] { 0xe0, 0x7f, 0x10, 0, (byte)'O' });
            return at < 0 ? throw new InvalidDataException("There are no pixel data.") : at;
        }
    }
}
'@
}

# A body in three colours, with noise.
if ($Name -like 'rgb-*' -and -not (Test-Path $rgb)) {
    $voxels = [MedIO.Bench.Wrapper]::Colours([IO.Directory]::GetFiles($ct), 20)
    $meta = [MedIO.MedMeta]::new([MedIO.Shape]::new([int[]](512, 512, 20)), [MedIO.Affine]::Identity(), 'Itk', 'UInt8', 3, $null, $null)
    [MedIO.MedImage]::new($voxels, $meta) | Export-DicomSeries $rgb -Force
}

function Convert-Series([string] $Folder, [string] $From, [string] $Program, [scriptblock] $Compress) {
    $target = Join-Path $data $Folder
    if ($Folder -notin $Name -or (Test-Path $target) -or -not (Get-Command $Program -ErrorAction Ignore)) {
        return
    }
    # Under another name until it is whole.
    $part = "$target.part"
    $null = New-Item -ItemType Directory -Path $part -Force
    foreach ($file in [IO.Directory]::GetFiles($From)) {
        $null = & $Compress $file (Join-Path $part ([IO.Path]::GetFileName($file)))
    }
    [IO.Directory]::Move($part, $target)
}

$scratch = Join-Path ([IO.Path]::GetTempPath()) ('medio-bench-{0}' -f $PID)
function Convert-Stream([string] $File, [string] $Copy, [string] $From, [string] $To, [string] $TransferSyntax, [scriptblock] $Compress) {
    [IO.File]::WriteAllBytes("$scratch.$From", [MedIO.Bench.Wrapper]::Pixels($File))
    $null = & $Compress
    [MedIO.Bench.Wrapper]::Replace($File, [IO.File]::ReadAllBytes("$scratch.$To"), $TransferSyntax, $Copy)
}

Convert-Series 'jpeg-lossless' $ct 'dcmcjpeg' { param($file, $copy) & dcmcjpeg +e1 $file $copy }
Convert-Series 'jpeg-extended' $ct 'dcmcjpeg' { param($file, $copy) & dcmcjpeg +ee $file $copy }
Convert-Series 'rgb-jpeg' $rgb 'dcmcjpeg' { param($file, $copy) & dcmcjpeg +eb $file $copy }
Convert-Series 'jpegls' $ct 'dcmcjpls' { param($file, $copy) & dcmcjpls +el $file $copy }
Convert-Series 'jpeg2000' $ct 'gdcmconv' { param($file, $copy) & gdcmconv --j2k $file $copy }
Convert-Series 'rgb-jpeg2000' $rgb 'gdcmconv' { param($file, $copy) & gdcmconv --j2k $file $copy }
Convert-Series 'jpeg2000-lossy' $ct 'opj_compress' {
    param($file, $copy)
    Convert-Stream $file $copy 'rawl' 'j2k' '1.2.840.10008.1.2.4.91' { & opj_compress -i "$scratch.rawl" -o "$scratch.j2k" -F '512,512,1,16,s' -I -r 10 }
}
Convert-Series 'htj2k' $ct $OjphCompress {
    param($file, $copy)
    Convert-Stream $file $copy 'raw' 'j2c' '1.2.840.10008.1.2.4.201' { & $OjphCompress -i "$scratch.raw" -o "$scratch.j2c" -dims '{512,512}' -num_comps 1 -signed true -bit_depth 16 -downsamp '{1,1}' -reversible true }
}
Remove-Item "$scratch.*" -ErrorAction Ignore
