BeforeAll {
    . (Join-Path $PSScriptRoot 'TestImages.ps1')
    . (Join-Path $PSScriptRoot 'TestSlices.ps1')
    Import-TestedModule
    $script:one = Add-TestSeries 'TestDrive:/one' -Count 4
    $script:two = Add-TestSeries 'TestDrive:/two' -Count 4 -With @{ SeriesNumber = 2; Series = '2.25.2'; Description = 'T1' }
    $null = Add-TestSeries 'TestDrive:/two' -Count 3 -With @{ SeriesNumber = 7; Series = '2.25.7'; Description = 'T2' }
    $script:holes = Add-TestSeries 'TestDrive:/holes' -Count 5 -Without 2
}

Describe 'A folder as an image' {
    It 'is read by Read-MedImage' {
        $image = Read-MedImage $one
        $image.Shape.ToString() | Should -Be '3x2x4'
        $image.Spacing.ToString() | Should -Be '1 1 2.5'
        $image.Path | Should -Be $one
        $image.Name | Should -Be '1_T1'
        $image.Voxels[18] | Should -Be 300
        $image.Metadata.Series.FileCount | Should -Be 4
    }

    It 'comes from Get-Item, too' {
        (Get-Item $one | Read-MedImage).Shape.ToString() | Should -Be '3x2x4'
    }

    It 'takes the wishes that files take' {
        $image = Read-MedImage $one -Orientation SAR -Slice '1:3' -DataType Float32 -CoordinateSystem Nib
        $image.Shape.ToString() | Should -Be '2x2x3'
        $image.Orientation | Should -Be 'SAR'
        $image.DataType | Should -Be 'Float32'
    }

    It 'comes back from a NIfTI file at the same places' {
        $image = Read-MedImage $one
        $image | Save-MedImage (Join-Path $TestDrive 'back.nii')
        $back = Read-MedImage (Join-Path $TestDrive 'back.nii')
        $back.Voxels | Should -Be $image.Voxels
        $back.Affine.ToString() | Should -Be $image.Affine.ToString()
    }

    It 'with several series is an error that lists them' {
        { Read-MedImage $two -ErrorAction Stop } | Should -Throw -ErrorId 'SeveralSeries,MedIO.PowerShell.ReadMedImageCommand' -ExpectedMessage '*#0: series 2, MR, T1, 3x2, 4 files, 2.25.2*#1: series 7, MR, T2, 3x2, 3 files, 2.25.7*'
    }

    It 'gives the series <Wanted>' -ForEach @(
        @{ Wanted = 2; Name = '2_T1' }, @{ Wanted = 7; Name = '7_T2' }, @{ Wanted = '7'; Name = '7_T2' }, @{ Wanted = 1; Name = '7_T2' }
        @{ Wanted = '#0'; Name = '2_T1' }, @{ Wanted = '2.25.7'; Name = '7_T2' }
    ) {
        (Read-MedImage $two -Series $Wanted).Name | Should -Be $Name
        (Get-MedMeta $two -Series $Wanted).Name | Should -Be $Name
    }

    It 'names what is there where the series is not' {
        { Read-MedImage $two -Series 5 -ErrorAction Stop } | Should -Throw -ErrorId 'SeriesNotFound,MedIO.PowerShell.ReadMedImageCommand' -ExpectedMessage '*#1: series 7*'
    }

    It 'with a hole is an error unless that is allowed' {
        { Read-MedImage $holes -ErrorAction Stop } | Should -Throw -ErrorId 'MissingSlices,MedIO.PowerShell.ReadMedImageCommand' -ExpectedMessage '*1 of 5 slices are missing: 2 (at 0 0 5)*'
        $image = Read-MedImage $holes -AllowMissingSlices -WarningVariable warnings -WarningAction SilentlyContinue
        $image.Shape.ToString() | Should -Be '3x2x5'
        $image.Voxels[12..17] | Should -Be (, 0 * 6)
        $warnings.Count | Should -Be 1
        "$warnings" | Should -BeLike "$holes*1 of 5 slices*"
    }
}

Describe 'Get-MedMeta of a folder' {
    It 'gives one object a series' {
        $metas = @(Get-MedMeta $two)
        $metas.Count | Should -Be 2
        $metas.Name | Should -Be '2_T1', '7_T2'
        $metas | ForEach-Object { $_.Shape.ToString() } | Should -Be '3x2x4', '3x2x3'
        $metas[0].Path | Should -Be $two
    }

    It 'shows shape, spacing, orientation, modality, slices and warnings' {
        $text = Get-MedMeta $two | Out-String -Width 120
        $text | Should -Match 'Series\s+Modality\s+Shape\s+Spacing\s+Orientation\s+Slices\s+Warnings'
        $text | Should -Match '2\s+MR\s+3x2x4\s+1 1 2.5\s+RAI\s+4\s+0\s+T1'
    }

    It 'reports a series that is no image and goes on' {
        $both = Add-TestSeries 'TestDrive:/both' -Count 5 -Without 2 -With @{ SeriesNumber = 2; Series = '2.25.2' }
        $null = Add-TestSeries 'TestDrive:/both' -Count 3 -With @{ SeriesNumber = 7; Series = '2.25.7' }
        $metas = @(Get-MedMeta $both -ErrorAction SilentlyContinue -ErrorVariable bad)
        $metas.Name | Should -Be '7_T1'
        $bad.Count | Should -Be 1
        $bad[0].FullyQualifiedErrorId | Should -Be 'MissingSlices,MedIO.PowerShell.GetMedMetaCommand'
        $bad[0].TargetObject.SeriesNumber | Should -Be 2
        "$($bad[0])" | Should -BeLike "$both*series 2*"
    }

    It 'pipes each series into Read-MedImage' {
        $images = @(Get-MedMeta $two | Read-MedImage)
        $images.Name | Should -Be '2_T1', '7_T2'
    }

    It 'keeps the order of files and folders' {
        $file = Add-TestImage 'TestDrive:/order/a.nii'
        $items = $file, $two, $file | Get-MedMeta
        $items.Name | Should -Be 'a.nii', '2_T1', '7_T2', 'a.nii'
    }

    It 'says how many files of an empty folder it looked at' {
        $none = Join-Path $TestDrive 'none'
        $null = New-Item -ItemType Directory (Join-Path $none 'inside')
        Set-Content (Join-Path $none 'a.txt') 'a'
        Set-Content (Join-Path $none 'b.txt') 'b'
        { Get-MedMeta $none -ErrorAction Stop } | Should -Throw -ErrorId 'NoImageInDirectory,MedIO.PowerShell.GetMedMetaCommand' -ExpectedMessage '*none of the 2 files*Recurse*'
    }

    It 'warns of a damaged slice and gives its series as an error' {
        $cut = Add-TestSeries 'TestDrive:/cut' -Count 3
        $file = @(Get-ChildItem $cut)[0].FullName
        $bytes = [IO.File]::ReadAllBytes($file)
        [IO.File]::WriteAllBytes($file, $bytes[0..($bytes.Length - 5)])
        { Get-MedMeta $cut -ErrorAction Stop } | Should -Throw -ErrorId 'MissingSlices,*' -ExpectedMessage "*$([IO.Path]::GetFileName($file))*"
    }
}

Describe 'Files that are cut off' {
    BeforeAll {
        $script:cut = Add-TestSeries 'TestDrive:/truncated' -Count 3
        $script:cutFile = @(Get-ChildItem $cut | Sort-Object Name)[1].FullName
        $bytes = [IO.File]::ReadAllBytes($cutFile)
        [IO.File]::WriteAllBytes($cutFile, $bytes[0..($bytes.Length - 5)])
    }

    It 'are an error that names -AllowTruncated' {
        { Read-MedImage $cutFile -ErrorAction Stop } | Should -Throw -ErrorId 'TruncatedData,MedIO.PowerShell.ReadMedImageCommand' -ExpectedMessage '*-AllowTruncated*'
        { Read-MedImage $cut -ErrorAction Stop } | Should -Throw -ErrorId 'MissingSlices,*' -ExpectedMessage '*-AllowTruncated*'
    }

    It 'are read with -AllowTruncated, and a warning names file and frame' {
        $image = Read-MedImage $cutFile -AllowTruncated -WarningVariable warnings -WarningAction SilentlyContinue
        $image.Voxels[4..5] | Should -Be 0, 0
        $image.Voxels[3] - $image.Voxels[0] | Should -Be 3
        "$warnings" | Should -BeLike "*$($cutFile): frame 1 of 1 *rest holds 0."
        $null = Get-MedMeta $cutFile -AllowTruncated -WarningVariable same -WarningAction SilentlyContinue
        "$same" | Should -Be "$warnings"
    }

    It 'are slices of their series still' {
        foreach ($image in (Read-MedImage $cut -AllowTruncated -WarningVariable warnings -WarningAction SilentlyContinue), (Get-DicomSeries $cut | Read-MedImage -AllowTruncated -WarningAction SilentlyContinue)) {
            $image.Shape.ToString() | Should -Be '3x2x3'
            @($image.Warnings | Where-Object { $_ -like "*$(Split-Path -Leaf $cutFile): frame 1 of 1*" }).Count | Should -Be 1
        }
    }

    It 'of other formats are read alike' {
        $file = Add-TestImage 'TestDrive:/cut.nii'
        $bytes = [IO.File]::ReadAllBytes($file)
        [IO.File]::WriteAllBytes($file, $bytes[0..($bytes.Length - 3)])
        { Read-MedImage $file -ErrorAction Stop } | Should -Throw -ErrorId 'TruncatedData,*' -ExpectedMessage '*-AllowTruncated*'
        $image = Read-MedImage $file -AllowTruncated -WarningVariable warnings -WarningAction SilentlyContinue
        $image.Voxels[$image.Voxels.Length - 1] | Should -Be 0
        "$warnings" | Should -BeLike '*cut off*'
    }
}

Describe 'Compressed files in a pipeline' {
    BeforeAll {
        $script:packed = Join-Path $TestDrive 'packed [1] x'
        Read-MedImage (Add-TestSeries 'TestDrive:/unpacked' -Count 5) | Export-DicomSeries -LiteralPath $packed -TransferSyntax JpegLsLossless -WarningAction Ignore
        $script:files = @(Get-ChildItem -LiteralPath $packed | Sort-Object Name)

        # One is cut off within its code stream; of another the transfer syntax is JPEG with arithmetic coding.
        $bytes = [IO.File]::ReadAllBytes($files[1].FullName)
        [IO.File]::WriteAllBytes($files[1].FullName, $bytes[0..($bytes.Length - 14)])
        $latin = [Text.Encoding]::GetEncoding(28591)
        $text = $latin.GetString([IO.File]::ReadAllBytes($files[3].FullName)).Replace('1.2.840.10008.1.2.4.80', '1.2.840.10008.1.2.4.52')
        [IO.File]::WriteAllBytes($files[3].FullName, $latin.GetBytes($text))
    }

    It 'are read but for the bad ones, each an error of its own' {
        $images = @($files | Read-MedImage -ErrorAction SilentlyContinue -ErrorVariable bad)
        $images.Count | Should -Be 3
        $bad.Count | Should -Be 2
        "$($bad[0])" | Should -BeLike "$([WildcardPattern]::Escape($files[1].FullName)): frame 1 of 1 cannot be decoded: *-AllowTruncated*"
        $bad[1].FullyQualifiedErrorId | Should -Be 'UnsupportedTransferSyntax,MedIO.PowerShell.ReadMedImageCommand'
        "$($bad[1])" | Should -BeLike '*JPEG Extended (Process 3 and 5) (1.2.840.10008.1.2.4.52), which DICOM has retired*'
    }
}

Describe 'Files of a series from the pipeline' {
    It 'are images of their own without -Series' {
        $images = @(Get-ChildItem $two | Read-MedImage)
        $images.Count | Should -Be 7
        $images[0].Shape.ToString() | Should -Be '3x2x1'
    }

    It 'are taken together with -Series' {
        (Get-ChildItem $two | Read-MedImage -Series 7).Shape.ToString() | Should -Be '3x2x3'
        (Get-ChildItem $two -Filter '2-*' | Get-MedMeta -Series 2).Shape.ToString() | Should -Be '3x2x4'
        { Get-ChildItem $two | Read-MedImage -Series 9 -ErrorAction Stop } | Should -Throw -ErrorId 'SeriesNotFound,*'
    }
}

Describe 'A DICOMDIR' {
    BeforeDiscovery {
        $data = $env:MEDIO_TEST_DATA
        $script:directory = if ($data) { Join-Path $data 'dicom/dirtests/DICOMDIR' }
    }

    It 'lists its series' -Skip:(-not $directory) {
        $path = Join-Path $env:MEDIO_TEST_DATA 'dicom/dirtests/DICOMDIR'
        $series = @(Get-DicomSeries $path -WarningVariable warnings -WarningAction SilentlyContinue)
        @($series.SeriesInstanceUID | Sort-Object -Unique).Count | Should -Be 7
        ($series | Measure-Object FileCount -Sum).Sum | Should -Be 17
        $warnings.Count | Should -BeGreaterThan 0
        @(Get-MedMeta $path -WarningAction SilentlyContinue).Count | Should -Be $series.Count
    }
}

Describe 'Real series' {
    BeforeDiscovery {
        $script:real = [bool] $env:MEDIO_TEST_DATA
    }

    It 'is medio''s mask, voxel for voxel' -Skip:(-not $real) {
        $series = Read-MedImage (Join-Path $env:MEDIO_TEST_DATA 'medio/dcm')
        $nifti = Read-MedImage (Join-Path $env:MEDIO_TEST_DATA 'medio/test.nii.gz') -Orientation $series.Orientation -DataType $series.DataType
        [Linq.Enumerable]::SequenceEqual([byte[]] $series.Voxels, [byte[]] $nifti.Voxels) | Should -BeTrue
    }
}
