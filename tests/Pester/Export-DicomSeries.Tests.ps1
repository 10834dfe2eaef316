BeforeAll {
    . (Join-Path $PSScriptRoot 'TestImages.ps1')
    Import-TestedModule
    # Itk: LPS+, right-handed, with an orientation RAI.
    $script:scan = Add-TestImage 'TestDrive:/scan.nii.gz' @{ Affine = (-0.5, 0, 0, 10), (0, -0.5, 0, -20), (0, 0, 2, 30) }
    $script:mirrored = Add-TestImage 'TestDrive:/mirrored.nii' @{ Affine = (-0.5, 0, 0, 10), (0, 0.5, 0, -20), (0, 0, 2, 30) }

    function Get-Bad([scriptblock] $Action) {
        $ErrorActionPreference = 'Continue'
        & $Action 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] }
    }

    function Get-Element([string] $Folder, [string] $Keyword) {
        (Get-MedMeta $Folder -Header).Header[$Keyword]
    }
}

Describe 'Export-DicomSeries' {
    BeforeEach {
        $script:out = Join-Path $TestDrive ([Guid]::NewGuid().ToString('N'))
    }

    It 'writes a file a slice, and nothing to the pipeline' {
        $img = Read-MedImage $scan
        $img | Export-DicomSeries $out -Tag @{ Modality = 'CT' } | Should -BeNullOrEmpty
        (Get-ChildItem -LiteralPath $out).Name | Sort-Object | Should -Be (1..6 | ForEach-Object { "IM$_.dcm" })
        $back = Read-MedImage $out
        $back.Affine.ToString() | Should -Be $img.Affine.ToString()
        [Linq.Enumerable]::SequenceEqual([int16[]] $back.Voxels, [int16[]] $img.Voxels) | Should -BeTrue
    }

    It 'takes elements by <_>' -ForEach 'SeriesDescription', '0008,103E', '0008|103e', '0008103E' {
        Read-MedImage $scan | Export-DicomSeries $out -Tag @{ Modality = 'MR'; $_ = 'from research' }
        Get-Element $out SeriesDescription | Should -Be 'from research'
        Get-Element $out Modality | Should -Be 'MR'
    }

    It 'takes values that have passed through a pipeline' {
        $thickness = 1.1 / 3 | Write-Output
        $code = @{ CodeValue = 'T-D1100' | Write-Output; CodingSchemeDesignator = 'SRT'; CodeMeaning = 'Head' }
        Read-MedImage $scan | Export-DicomSeries $out -Tag @{ Modality = 'CT' | Write-Output; SliceThickness = $thickness; WindowCenter = 40, (1 / 3); AnatomicRegionSequence = @($code) }
        Get-Element $out Modality | Should -Be 'CT'
        Get-Element $out SliceThickness | Should -Be 0.36666666666667
        @(Get-Element $out AnatomicRegionSequence)[0]['CodeMeaning'] | Should -Be 'Head'
    }

    It 'knows medio''s names' {
        $null = [IO.Directory]::CreateDirectory((Join-Path $out 'a'))
        Read-MedImage $mirrored | Export-DicomSeries -dirname $out -metadata_dict @{ '0008|0060' = 'CT' } -Pattern 'S{}.dcm' -exist_ok -parents -allow_dcm_reorient -use_original_ornt $true -dtype int16 -WarningAction Ignore
        Test-Path (Join-Path $out 'S6.dcm') | Should -BeTrue
    }

    It 'outputs the files in order with -PassThru' {
        $files = Read-MedImage $scan | Export-DicomSeries $out -Tag @{ Modality = 'CT' } -Pattern '{0:D4}' -PassThru
        $files | Should -HaveCount 6
        $files[0] | Should -BeOfType IO.FileInfo
        $files.Name | Should -Be '0001', '0002', '0003', '0004', '0005', '0006'
    }

    It 'says why a mirrored image cannot be written, and writes it with -AllowReorient' {
        $bad = Get-Bad { Read-MedImage $mirrored | Export-DicomSeries $out -Tag @{ Modality = 'CT' } }
        $bad.FullyQualifiedErrorId | Should -Be 'CannotRepresent,MedIO.PowerShell.ExportDicomSeriesCommand'
        $bad.TargetObject | Should -Be $out
        $bad.Exception.Message | Should -Match 'RPI is left-handed.*RPS would do'
        Test-Path $out | Should -BeFalse
        $img = Read-MedImage $mirrored
        $img | Export-DicomSeries $out -Tag @{ Modality = 'CT' } -AllowReorient
        $back = Read-MedImage $out -Orientation $img.Orientation
        $back.Affine.ToString() | Should -Be $img.Affine.ToString()
        [Linq.Enumerable]::SequenceEqual([int16[]] $back.Voxels, [int16[]] $img.Voxels) | Should -BeTrue
    }

    It 'has the error <Id> for <Name>' -ForEach @(
        @{ Id = 'InvalidElement'; Name = 'an unknown keyword'; Argument = @{ Tag = @{ NoSuch = 1 } } }
        @{ Id = 'InvalidElement'; Name = 'a value that the VR does not allow'; Argument = @{ Tag = @{ Modality = 'ct' } } }
        @{ Id = 'InvalidPattern'; Name = 'a pattern without a number'; Argument = @{ Pattern = 'x.dcm' } }
        @{ Id = 'InvalidPattern'; Name = 'a pattern that leaves the folder'; Argument = @{ Pattern = '../{0}' } }
        @{ Id = 'InvalidElement'; Name = 'a root that is none'; Argument = @{ UidRoot = 'x.1' } }
        @{ Id = 'FileNotFound'; Name = 'a reference that is not there'; Argument = @{ ReferenceSeries = 'no/such' } }
    ) {
        $bad = Get-Bad { Read-MedImage $scan | Export-DicomSeries $out @Argument -WarningAction Ignore }
        $bad.FullyQualifiedErrorId | Should -Be "$Id,MedIO.PowerShell.ExportDicomSeriesCommand"
        Test-Path $out | Should -BeFalse
    }

    It 'leaves a folder that is not empty alone unless -Force' {
        $null = [IO.Directory]::CreateDirectory($out)
        [IO.File]::WriteAllText((Join-Path $out 'IM1.dcm'), 'old')
        $bad = Get-Bad { Read-MedImage $scan | Export-DicomSeries $out -Tag @{ Modality = 'CT' } }
        $bad.FullyQualifiedErrorId | Should -Be 'FileExists,MedIO.PowerShell.ExportDicomSeriesCommand'
        [IO.File]::ReadAllText((Join-Path $out 'IM1.dcm')) | Should -Be 'old'
        Get-ChildItem -LiteralPath $out -Force | Should -HaveCount 1
        Read-MedImage $scan | Export-DicomSeries $out -Tag @{ Modality = 'CT' } -Force
        Get-ChildItem -LiteralPath $out -Force | Should -HaveCount 6
    }

    It 'makes parents with -CreateDirectory only' {
        $target = Join-Path $out 'a/b'
        $bad = Get-Bad { Read-MedImage $scan | Export-DicomSeries $target -Tag @{ Modality = 'CT' } }
        $bad.FullyQualifiedErrorId | Should -Be 'DirectoryNotFound,MedIO.PowerShell.ExportDicomSeriesCommand'
        Read-MedImage $scan | Export-DicomSeries $target -Tag @{ Modality = 'CT' } -CreateDirectory
        Get-ChildItem -LiteralPath $target | Should -HaveCount 6
    }

    It 'writes nothing with -WhatIf' {
        Read-MedImage $scan | Export-DicomSeries $out -WhatIf -PassThru | Should -BeNullOrEmpty
        Test-Path $out | Should -BeFalse
    }

    It 'gives each image a folder of its own with a script block' {
        $null = [IO.Directory]::CreateDirectory($out)
        Read-MedImage $scan, $mirrored | Export-DicomSeries { Join-Path $out $_.Name.Split('.')[0] } -Tag @{ Modality = 'CT' } -AllowReorient
        (Get-ChildItem -LiteralPath $out).Name | Sort-Object | Should -Be 'mirrored', 'scan'
    }

    It 'refuses a second image for the same folder' {
        $bad = Get-Bad { Read-MedImage $scan, $scan | Export-DicomSeries $out -Tag @{ Modality = 'CT' } -Force }
        $bad.FullyQualifiedErrorId | Should -Be 'TargetUsedTwice,MedIO.PowerShell.ExportDicomSeriesCommand'
    }

    It 'encodes as <_>' -ForEach 'explicit', 'implicit', 'deflated', 'RLE', 'JpegLs' {
        $img = Read-MedImage $scan
        $img | Export-DicomSeries $out -Tag @{ Modality = 'CT' } -TransferSyntax $_
        $back = Read-MedImage $out
        [Linq.Enumerable]::SequenceEqual([int16[]] $back.Voxels, [int16[]] $img.Voxels) | Should -BeTrue
    }

    It 'takes patient and study of a reference series' {
        $img = Read-MedImage $scan
        $img | Export-DicomSeries (Join-Path $TestDrive 'reference') -Tag @{ Modality = 'CT'; PatientName = 'Known^Name' } -Force -WarningAction Ignore
        $img | Export-DicomSeries $out -Tag @{ Modality = 'MR' } -ReferenceSeries (Join-Path $TestDrive 'reference') -WarningAction Ignore
        foreach ($keyword in 'PatientName', 'StudyInstanceUID', 'FrameOfReferenceUID') {
            "$(Get-Element $out $keyword)" | Should -Be "$(Get-Element (Join-Path $TestDrive 'reference') $keyword)"
        }
    }

    It 'warns where the modality is not known' {
        Read-MedImage $scan | Export-DicomSeries $out -WarningVariable said -WarningAction SilentlyContinue
        "$said" | Should -Match 'modality is not known'
    }
}

Describe 'Save-MedImage x.dcm' {
    It 'writes all slices to one file' {
        $img = Read-MedImage $scan
        $target = Join-Path $TestDrive 'x.dcm'
        $img | Save-MedImage $target
        $back = Read-MedImage $target
        $back.Affine.ToString() | Should -Be $img.Affine.ToString()
        [Linq.Enumerable]::SequenceEqual([int16[]] $back.Voxels, [int16[]] $img.Voxels) | Should -BeTrue
        $bad = Get-Bad { Read-MedImage $mirrored | Save-MedImage (Join-Path $TestDrive 'y.dcm') }
        $bad.FullyQualifiedErrorId | Should -Be 'CannotRepresent,MedIO.PowerShell.SaveMedImageCommand'
        Read-MedImage $mirrored | Save-MedImage (Join-Path $TestDrive 'y.dcm') -allow_dcm_reorient
        Test-Path (Join-Path $TestDrive 'y.dcm') | Should -BeTrue
    }
}
