BeforeAll {
    . (Join-Path $PSScriptRoot 'TestImages.ps1')
    . (Join-Path $PSScriptRoot 'TestSlices.ps1')
    Import-TestedModule
    $script:study = Add-TestSeries 'TestDrive:/study' -Count 4 -With @{ SeriesNumber = 2; Series = '2.25.2'; Description = 'T1' }
    $null = Add-TestSeries 'TestDrive:/study' -Count 3 -With @{ SeriesNumber = 7; Series = '2.25.7'; Description = 'T2'; Columns = 5 }
    [IO.File]::WriteAllText((Join-Path $study 'notes.txt'), 'no image')
    $null = Add-TestSeries 'TestDrive:/nested/a/b' -Count 3
}

Describe 'Get-DicomSeries' {
    It 'gives one object a series, by number' {
        $series = @(Get-DicomSeries $study)
        $series.Count | Should -Be 2
        $series[0] | Should -BeOfType MedIO.Dicom.DicomSeries
        $series.Index | Should -Be 0, 1
        $series.SeriesNumber | Should -Be 2, 7
        $series.Modality | Should -Be 'MR', 'MR'
        $series.SeriesDescription | Should -Be 'T1', 'T2'
        $series.SeriesInstanceUID | Should -Be '2.25.2', '2.25.7'
        $series.FileCount | Should -Be 4, 3
        "$($series[1])" | Should -Be '#1: series 7, MR, T2, 5x2, 3 files'
    }

    It 'lists the files in the order of the image' {
        $files = (Get-DicomSeries $study)[0].Files
        $positions = foreach ($file in $files) { (Get-MedMeta $file).Origin[2] }
        $positions | Should -Be 0, 2.5, 5, 7.5
    }

    It 'prints whole in a table of values' {
        $rows = @(Get-DicomSeries $study | ConvertTo-Csv | ConvertFrom-Csv)
        $rows[1].Files | Should -Match '\.dcm; .*\.dcm; .*\.dcm$'
        ($rows | ForEach-Object { $_.PSObject.Properties.Value }) -match '^System\.' | Should -BeNullOrEmpty
    }

    It 'looks into the current location by default' {
        Push-Location $study
        try { @(Get-DicomSeries).Count | Should -Be 2 }
        finally { Pop-Location }
    }

    It 'takes nothing from an empty pipeline' {
        @(@() | Get-DicomSeries).Count | Should -Be 0
    }

    It 'takes files from the pipeline as one set' {
        $series = @(Get-ChildItem $study | Get-DicomSeries)
        $series.FileCount | Should -Be 4, 3
        $names = @(Get-ChildItem $study | ForEach-Object FullName | Get-DicomSeries)
        $names.FileCount | Should -Be 4, 3
    }

    It 'looks into folders inside with -Recurse, and tells of it without' {
        $nested = Join-Path $TestDrive nested
        @(Get-DicomSeries $nested -Recurse).FileCount | Should -Be 3
        { Get-DicomSeries $nested -ErrorAction Stop } | Should -Throw -ErrorId 'NoImageInDirectory,MedIO.PowerShell.GetDicomSeriesCommand' -ExpectedMessage '*Recurse*'
    }

    It 'chooses files by -Filter' {
        @(Get-DicomSeries $study -Filter '7-*').SeriesNumber | Should -Be 7
        @(Get-DicomSeries $study -globber '2-*').SeriesNumber | Should -Be 2
    }

    It 'says with -Verbose what it passes over' {
        $text = Get-DicomSeries $study -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$text" | Should -BeLike '*8 files looked at, 1 of them skipped*2 series found.'
    }

    It 'reports a path that is not there and goes on' {
        $series = @(Join-Path $TestDrive 'nowhere'; $study) | Get-DicomSeries -ErrorAction SilentlyContinue -ErrorVariable bad
        @($series).Count | Should -Be 2
        $bad[0].FullyQualifiedErrorId | Should -Be 'FileNotFound,MedIO.PowerShell.GetDicomSeriesCommand'
        $bad[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'pipes into Read-MedImage' {
        $images = @(Get-DicomSeries $study | Read-MedImage)
        $images | ForEach-Object { $_.Shape.ToString() } | Should -Be '3x2x4', '5x2x3'
        $images[0].Voxels[6] | Should -Be 100
    }

    It 'pipes into Get-MedMeta' {
        $metas = @(Get-DicomSeries $study | Where-Object SeriesNumber -EQ 7 | Get-MedMeta)
        $metas.Count | Should -Be 1
        $metas[0].Shape.ToString() | Should -Be '5x2x3'
        $metas[0].Series.SeriesNumber | Should -Be 7
    }

    It 'pipes its files into Copy-Item' {
        $target = Join-Path $TestDrive 'copies'
        $null = New-Item -ItemType Directory $target
        Get-DicomSeries $study | Where-Object SeriesNumber -EQ 2 | Copy-Item -Destination $target
        @(Get-ChildItem $target).Count | Should -Be 4
        (Read-MedImage $target).Shape.ToString() | Should -Be '3x2x4'
    }

    It 'pipes its files into Get-Item and Get-FileHash' {
        @(Get-DicomSeries $study | Get-Item).Count | Should -Be 7
        @(Get-DicomSeries $study | Get-FileHash).Count | Should -Be 7
    }

    It 'shows a table with what tells series apart' {
        $text = Get-DicomSeries $study | Out-String -Width 120
        $text | Should -Match 'Index\s+Series\s+Modality\s+Files\s+Size\s+Warnings\s+Description'
        $text | Should -Match '1\s+7\s+MR\s+3\s+5x2\s+0\s+T2'
    }

    It 'prints in the invariant culture and never a patient''s name' {
        Use-Culture 'de-DE' {
            $text = Get-DicomSeries $study | Format-List * | Out-String -Width 500
            $text | Should -Not -Match 'Secret'
            (Get-MedMeta $study)[0].Spacing.ToString() | Should -Be '1 1 2.5'
        }
    }
}
