# What the suite's files share: the module under test, and images written byte by byte, by nobody's code but this.

function Import-TestedModule {
    # The packaged folder: MEDIO_MODULE, else out/MedIO.PowerShell in the checkout.
    $manifest = if ($env:MEDIO_MODULE) { $env:MEDIO_MODULE }
    else { Join-Path (Split-Path -Parent (Split-Path -Parent $PSScriptRoot)) 'out/MedIO.PowerShell' }
    if (-not $manifest.EndsWith('.psd1')) {
        $manifest = Join-Path $manifest 'MedIO.PowerShell.psd1'
    }
    Import-Module -Name $manifest -Global -ErrorAction Stop
}

function Get-NiftiByte {
    # A little-endian NIfTI-1 file of int16 voxels 0, 1, 2, ... The affine goes into the sform; rows of four numbers.
    param(
        [int[]] $Shape = (4, 5, 6),
        [double[][]] $Affine = ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0)),
        [double] $TimeStep = 0,
        [switch] $Rgb
    )
    $count = 1
    foreach ($n in $Shape) { $count *= $n }
    $size = if ($Rgb) { 3 } else { 2 }
    $bytes = [byte[]]::new(352 + $count * $size)
    $put = {
        param($Offset, $Value)
        $part = [BitConverter]::GetBytes($Value)
        [Array]::Copy($part, 0, $bytes, $Offset, $part.Length)
    }
    & $put 0 ([int] 348)
    & $put 40 ([int16] $Shape.Count)
    for ($i = 1; $i -le 7; $i++) {
        & $put (40 + 2 * $i) ([int16] $(if ($i -le $Shape.Count) { $Shape[$i - 1] } else { 1 }))
    }
    & $put 70 ([int16] $(if ($Rgb) { 128 } else { 4 }))
    & $put 72 ([int16] (8 * $size))
    & $put 76 ([float] 1)
    for ($axis = 0; $axis -lt 3; $axis++) {
        $square = 0.0
        foreach ($row in $Affine) { $square += $row[$axis] * $row[$axis] }
        & $put (80 + 4 * $axis) ([float] [Math]::Sqrt($square))
    }
    & $put 92 ([float] $TimeStep)
    & $put 108 ([float] 352)
    & $put 112 ([float] 1)
    $bytes[123] = 10   # mm and seconds
    & $put 254 ([int16] 1)
    for ($row = 0; $row -lt 3; $row++) {
        for ($column = 0; $column -lt 4; $column++) {
            & $put (280 + 16 * $row + 4 * $column) ([float] $Affine[$row][$column])
        }
    }
    [Text.Encoding]::ASCII.GetBytes("n+1`0").CopyTo($bytes, 344)
    for ($i = 0; $i -lt $count; $i++) {
        if ($Rgb) {
            $bytes[352 + 3 * $i] = $bytes[353 + 3 * $i] = $bytes[354 + 3 * $i] = $i % 256
        }
        else {
            $bytes[352 + 2 * $i] = $i % 256
            $bytes[353 + 2 * $i] = [Math]::Floor($i / 256) % 128
        }
    }
    , $bytes
}

function Write-Int16 {
    param([byte[]] $Byte, [int] $Offset, [int16] $Value)
    [BitConverter]::GetBytes($Value).CopyTo($Byte, $Offset)
}

function ConvertTo-Gzip {
    param([byte[]] $Byte)
    $memory = [IO.MemoryStream]::new()
    $gzip = [IO.Compression.GZipStream]::new($memory, [IO.Compression.CompressionMode]::Compress)
    $gzip.Write($Byte, 0, $Byte.Length)
    $gzip.Dispose()
    , $memory.ToArray()
}

function Add-TestImage {
    # Writes a NIfTI file, compressed where its name says so, and outputs its full path. Creates folders on the way.
    param([string] $Path, [hashtable] $With = @{})
    $bytes = Get-NiftiByte @With
    if ($Path.EndsWith('.gz')) {
        $bytes = ConvertTo-Gzip $bytes
    }
    $file = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($file))
    [IO.File]::WriteAllBytes($file, $bytes)
    $file
}

function Use-Culture {
    param([string] $Name, [scriptblock] $Script)
    $before = [Threading.Thread]::CurrentThread.CurrentCulture
    [Threading.Thread]::CurrentThread.CurrentCulture = [Globalization.CultureInfo]::GetCultureInfo($Name)
    try { & $Script }
    finally { [Threading.Thread]::CurrentThread.CurrentCulture = $before }
}
