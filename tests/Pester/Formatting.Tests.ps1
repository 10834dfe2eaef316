BeforeAll {
    . (Join-Path $PSScriptRoot 'TestImages.ps1')
    Import-TestedModule
    $affine = (0.976, 0, 0, 10.5), (0, 0.976, 0, -20.25), (0, 0, 1.5, 30)
    $script:scan = Add-TestImage 'TestDrive:/scan.nii.gz' @{ Affine = $affine }
    $script:series = Add-TestImage 'TestDrive:/series.nii' @{ Shape = 4, 5, 6, 3; Affine = $affine; TimeStep = 2.5 }
    $script:colour = Add-TestImage 'TestDrive:/colour.nii' @{ Rgb = $true }
    if (Test-Path variable:PSStyle) { $PSStyle.OutputRendering = 'PlainText' }
}

Describe 'At the prompt' {
    It 'metadata and images are a table of 120 columns' -ForEach 'Get-MedMeta', 'Read-MedImage' {
        $lines = (& $_ $scan, $series, $colour | Out-String -Width 120) -split '\r?\n' | Where-Object { $_.Trim() }
        $lines[0].Trim() -split '\s+' | Should -Be 'Name', 'Shape', 'Spacing', 'Orientation', 'DataType', 'Format'
        $lines[2].Trim() -split '\s+' | Should -Be 'scan.nii.gz', '4x5x6', '0.976', '0.976', '1.5', 'LPI', 'Int16', 'NIfTI-1'
        $lines[3] | Should -Match '4x5x6x3'
        $lines[4] | Should -Match 'UInt8 x3'
        $lines | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 120 }
    }

    It 'Format-List shows everything' -ForEach 'Get-MedMeta', 'Read-MedImage' {
        $text = & $_ $series -Header | Format-List | Out-String -Width 120
        foreach ($name in 'Path', 'Name', 'Format', 'Shape', 'Spacing', 'Orientation', 'OriginalOrientation', 'CoordinateSystem', 'Origin', 'Direction', 'Affine',
            'DataType', 'Components', 'TimeStep', 'IsSheared', 'Warnings', 'Header') {
            $text | Should -Match "(?m)^$name\s+:"
        }
        $text | Should -Match '(?m)^TimeStep\s+: 2\.5\r?$'
        $text | Should -Match '(?m)^Shape\s+: 4x5x6x3\r?$'
        $text | Should -Match '(?m)^Affine\s+: -0\.976 0 0 -10\.5\r?$'
        $text | Should -Not -Match 'System\.|Voxels'
    }

    It 'elements of DICOM files are a table of 120 columns for each file' {
        $img = Read-MedImage $scan
        foreach ($name in 'a', 'b') {
            $img | Export-DicomSeries (Join-Path $TestDrive "elements-$name") -AllowReorient -Tag @{ Modality = 'CT'; ProcedureCodeSequence = @{ CodeMeaning = 'x' * 60 } }
        }
        $text = Get-DicomElement (Join-Path $TestDrive 'elements-?/IM1.dcm') | Out-String -Width 120
        $lines = $text -split '\r?\n' | Where-Object { $_.Trim() }
        @($lines -match '^\s*Path: .*IM1\.dcm').Count | Should -Be 2
        $lines[1].Trim() -split '\s+' | Should -Be 'Tag', 'VR', 'Element', 'Value'
        $text | Should -Match '(?m)^\(0028,0030\) DS PixelSpacing\s+0\.976\d*\\0\.976\d*\s*$'
        $text | Should -Match '(?m)^\(0008,1032\) SQ ProcedureCodeSequence\s+1 item\s*$'
        $text | Should -Match '(?m)^\(0008,0104\) LO ProcedureCodeSequence\[0\]\.CodeMeaning\s+x{50}'
        $text | Should -Match '(?m)^\(7FE0,0010\) OW PixelData\s+OW, 40 bytes\s*$'
        $lines | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 120 }
    }

    It 'an affine is four rows' {
        $lines = ((Get-MedMeta $scan -CoordinateSystem Nib).Affine | Out-String).Trim() -split '\r?\n'
        $lines | Should -Be '0.976 0 0 10.5', '0 0.976 0 -20.25', '0 0 1.5 30', '0 0 0 1'
        $meta = Get-MedMeta $scan -CoordinateSystem Nib
        $after = (& { $meta; $meta.Affine } | Out-String).Trim() -split '\r?\n'
        $after[-4..-1] | Should -Be $lines
    }

    It 'images after a series are rows of its table' {
        $study = Join-Path $TestDrive 'before'
        Read-MedImage $scan | Export-DicomSeries $study -AllowReorient -Tag @{ Modality = 'CT'; SeriesNumber = 7; SeriesDescription = 'first' }
        $lines = (& { Get-MedMeta $study; Get-MedMeta $scan; Read-MedImage $series } | Out-String -Width 120) -split '\r?\n' | Where-Object { $_.Trim() }
        $lines.Count | Should -Be 5
        $lines[2].Trim() -split '\s+' | Should -Be '0', '7', 'CT', '4x5x6', '0.976', '0.976', '1.5', 'LPI', '6', '0', 'first'
        $lines[3].Trim() -split '\s+' | Should -Be '4x5x6', '0.976', '0.976', '1.5', 'LPI', '6', '0', 'scan.nii.gz'
        $lines[4].Trim() -split '\s+' | Should -Be '4x5x6x3', '0.976', '0.976', '1.5', 'LPI', '6', '0', 'series.nii'
    }

    It 'what a job or Import-Clixml gives back looks the same' {
        $study = Join-Path $TestDrive 'returned'
        Read-MedImage $scan | Export-DicomSeries $study -AllowReorient -Tag @{ Modality = 'CT'; SeriesNumber = 7; SeriesDescription = 'back' }
        $made = @(
            , @(Get-MedMeta $scan, $series -CoordinateSystem Nib)
            , @(Get-MedMeta $study)
            , @(Get-DicomSeries $study)
            , @(Convert-MedImage $scan (Join-Path $TestDrive 'returned.nrrd'))
            , @(Get-MedFormat .mgz))
        foreach ($objects in $made) {
            $file = Join-Path $TestDrive 'returned.xml'
            $objects | Export-Clixml $file
            $back = Import-Clixml $file
            $back | Format-Table | Out-String -Width 120 | Should -Be ($objects | Format-Table | Out-String -Width 120)
            $back | Format-List | Out-String -Width 120 | Should -Be ($objects | Format-List | Out-String -Width 120)
        }
    }

    It 'a part in a string and in -f is readable' {
        $meta = Get-MedMeta $scan
        '{0} {1}' -f $meta.Shape, $meta.Spacing | Should -Be '4x5x6 0.976 0.976 1.5'
        "$meta" | Should -Match '^scan\.nii\.gz 4x5x6 Int16 LPI'
    }
}

Describe 'In <_>' -ForEach 'en-US', 'de-DE', 'tr-TR', 'ar-SA' {
    It 'Export-Csv gives values that a spreadsheet can use' {
        $file = Join-Path $TestDrive 'index.csv'
        Use-Culture $_ { $series, $scan | Get-MedMeta | Export-Csv $file -NoTypeInformation }
        $rows = Import-Csv $file
        $rows.Count | Should -Be 2
        $rows[0].Path | Should -Be $series
        $rows[0].Shape | Should -Be '4x5x6x3'
        $rows[0].SpatialShape | Should -Be '4x5x6'
        $rows[0].Spacing | Should -Be '0.976 0.976 1.5'
        $rows[0].Origin | Should -Be '-10.5 20.25 30'
        $rows[0].Affine | Should -Be '-0.976 0 0 -10.5; 0 -0.976 0 20.25; 0 0 1.5 30; 0 0 0 1'
        $rows[0].Orientation | Should -Be 'LPI'
        $rows[0].DataType | Should -Be 'Int16'
        $rows[0].TimeStep | Should -Be '2.5'
        $rows[0].IsSheared | Should -Be 'False'
        $rows[0].Header | Should -BeNullOrEmpty
        $rows[0].Warnings | Should -BeNullOrEmpty
        $rows[1].TimeStep | Should -BeNullOrEmpty
        @($rows[0].PSObject.Properties.Name)[0..2] | Should -Be 'Path', 'Name', 'Format'
        Get-Content -LiteralPath $file -Raw | Should -Not -Match 'System\.'
    }

    It 'Export-Csv of headers gives their fields' {
        $row = Use-Culture $_ { Get-MedMeta $series -Header | ConvertTo-Csv } | ConvertFrom-Csv
        $row.Header | Should -Match 'dim=4 4 5 6 3 1 1 1; .*sform_code=1'
        $row.Header | Should -Match '=2\.5|0\.976'
        $row.Header | Should -Not -Match 'System\.'
    }

    It 'an index leads back to the images' {
        $file = Join-Path $TestDrive 'back.csv'
        Use-Culture $_ { Get-ChildItem -LiteralPath $TestDrive -File | Where-Object Name -Like '*.nii*' | Get-MedMeta | Export-Csv $file -NoTypeInformation }
        (Import-Csv $file | Read-MedImage).Count | Should -Be 3
    }

    It 'ConvertTo-Json gives arrays of numbers' {
        $json = Use-Culture $_ { Get-MedMeta $series | ConvertTo-Json } | ConvertFrom-Json
        $json.Shape | Should -Be 4, 5, 6, 3
        $json.Spacing.Count | Should -Be 3
        $json.TimeStep | Should -Be 2.5
        $json.Affine.Count | Should -Be 4
        $json.Orientation | Should -Be 'LPI'
        $json.Warnings.Count | Should -Be 0
        $named = Use-Culture $_ { Get-MedMeta $series | Select-Object * | ConvertTo-Json -Depth 3 } | ConvertFrom-Json
        $named.DataType | Should -BeExactly 'Int16'
        $named.CoordinateSystem | Should -BeExactly 'Itk'
        $named.TimeStep | Should -Be 2.5
    }

    It 'numbers print and parse with a point' {
        Use-Culture $_ {
            (Get-MedMeta $scan).Spacing.ToString() | Should -Be '0.976 0.976 1.5'
            ([MedIO.Vector] '0.5 1.25').ToString() | Should -Be '0.5 1.25'
            (Get-MedMeta $scan -DataType INT16 -Orientation ria -CoordinateSystem ITK).Orientation | Should -BeExactly 'RIA'
            (Get-MedMeta $series | Format-List TimeStep | Out-String).Trim() | Should -Be 'TimeStep : 2.5'
        }
    }
}
