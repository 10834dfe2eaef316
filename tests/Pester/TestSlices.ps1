# DICOM slices written byte by byte: explicit VR little endian, 16 bits, as a small MR scanner would.

function Get-SliceByte {
    param(
        [string] $Series = '2.25.100',
        [int] $SeriesNumber = 1,
        [string] $Modality = 'MR',
        [string] $Description = 'T1',
        [string] $Patient = 'Secret^Name',
        # Such as 'ISO_IR 192' for UTF-8; Latin-1 without it.
        [string] $CharacterSet,
        # Elements between those of the group 0020 and 0028: as many times four of group, number, VR and bytes.
        [object[]] $More = @(),
        [int] $Instance = 1,
        [double[]] $Position = (0, 0, 0),
        [double[]] $Orientation = (1, 0, 0, 0, 1, 0),
        [int] $Columns = 3,
        [int] $Rows = 2,
        [int] $Value = 0
    )
    $bytes = [Collections.Generic.List[byte]]::new()
    $invariant = [Globalization.CultureInfo]::InvariantCulture
    $encoding = [Text.Encoding]::GetEncoding($(if ($CharacterSet -eq 'ISO_IR 192') { 65001 } else { 28591 }))
    $decimals = { param([double[]] $Numbers) ($Numbers | ForEach-Object { $_.ToString($invariant) }) -join '\' }
    $element = {
        param([int] $Group, [int] $Number, [string] $VR, $Value)
        [byte[]] $content = if ($Value -is [string]) { $encoding.GetBytes($Value) } elseif ($Value -is [byte[]]) { $Value } else { [BitConverter]::GetBytes([uint16] $Value) }
        if ($content.Length % 2) { $content += [byte] $(if ($VR -eq 'UI') { 0 } else { 32 }) }
        $bytes.AddRange([BitConverter]::GetBytes([uint16] $Group))
        $bytes.AddRange([BitConverter]::GetBytes([uint16] $Number))
        $bytes.AddRange([Text.Encoding]::ASCII.GetBytes($VR))
        if ($VR -in 'OW', 'UN', 'SQ') {
            $bytes.AddRange([byte[]] (0, 0))
            $bytes.AddRange([BitConverter]::GetBytes([uint32] $content.Length))
        }
        else {
            $bytes.AddRange([BitConverter]::GetBytes([uint16] $content.Length))
        }
        $bytes.AddRange([byte[]] $content)
    }
    $bytes.AddRange([byte[]]::new(128))
    $bytes.AddRange([Text.Encoding]::ASCII.GetBytes('DICM'))
    & $element 2 0x10 UI '1.2.840.10008.1.2.1'
    if ($CharacterSet) { & $element 8 5 CS $CharacterSet }
    & $element 8 8 CS 'ORIGINAL\PRIMARY\M'
    & $element 8 0x16 UI '1.2.840.10008.5.1.4.1.1.4'
    & $element 8 0x18 UI "$Series.$Instance.$Columns"
    & $element 8 0x60 CS $Modality
    & $element 8 0x103e LO $Description
    & $element 0x10 0x10 PN $Patient
    & $element 0x20 0xd UI '2.25.10'
    & $element 0x20 0xe UI $Series
    & $element 0x20 0x11 IS "$SeriesNumber"
    & $element 0x20 0x13 IS "$Instance"
    & $element 0x20 0x32 DS (& $decimals $Position)
    & $element 0x20 0x37 DS (& $decimals $Orientation)
    for ($i = 0; $i -lt $More.Count; $i += 4) { & $element $More[$i] $More[$i + 1] $More[$i + 2] $More[$i + 3] }
    & $element 0x28 2 US 1
    & $element 0x28 4 CS 'MONOCHROME2'
    & $element 0x28 0x10 US $Rows
    & $element 0x28 0x11 US $Columns
    & $element 0x28 0x30 DS '1\1'
    & $element 0x28 0x100 US 16
    & $element 0x28 0x101 US 16
    & $element 0x28 0x102 US 15
    & $element 0x28 0x103 US 0
    $pixels = [byte[]]::new(2 * $Rows * $Columns)
    for ($i = 0; $i -lt $Rows * $Columns; $i++) {
        [BitConverter]::GetBytes([uint16] ($Value + $i)).CopyTo($pixels, 2 * $i)
    }
    & $element 0x7fe0 0x10 OW $pixels
    , $bytes.ToArray()
}

function Add-TestSeries {
    # Writes a series of slices along z, names in no order of theirs, and outputs the folder's full path.
    param([string] $Folder, [int] $Count = 3, [hashtable] $With = @{}, [int[]] $Without = @())
    $path = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Folder)
    $null = [IO.Directory]::CreateDirectory($path)
    for ($i = 0; $i -lt $Count; $i++) {
        if ($Without -notcontains $i) {
            $bytes = Get-SliceByte -Instance ($Count - $i) -Position (0, 0, (2.5 * $i)) -Value (100 * $i) @With
            $number = if ($With['SeriesNumber']) { $With['SeriesNumber'] } else { 1 }
            [IO.File]::WriteAllBytes([IO.Path]::Combine($path, "$number-$(($i * 7) % 10)$i.dcm"), $bytes)
        }
    }
    $path
}
