BeforeAll {
    . (Join-Path $PSScriptRoot 'TestImages.ps1')
    Import-TestedModule
    function Complete([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText }
}

Describe 'Completion' {
    It 'offers the 48 orientations to <_>' -ForEach 'Convert-MedImage', 'Get-MedMeta', 'Read-MedImage' {
        (Complete "$_ -Orientation ").Count | Should -Be 48
        Complete "$_ -Orientation RA" | Should -Be 'RAI', 'RAS'
        Complete "$_ -desired_ornt 'ls" | Should -Be 'LSA', 'LSP'
    }

    It 'offers data types to <_>' -ForEach 'Convert-MedImage', 'Get-MedMeta', 'Read-MedImage', 'Save-MedImage' {
        (Complete "$_ -DataType ").Count | Should -Be 12
        Complete "$_ -DataType flo" | Should -Be 'Float32', 'Float64'
    }

    It 'offers formats to write' {
        $formats = Complete 'Convert-MedImage -Format '
        $formats.Count | Should -Be (Get-MedFormat | ForEach-Object { $_.WriteSuffixes }).Count
        Complete 'Convert-MedImage -Format nii' | Should -Be 'nii.gz', 'nii'
        Complete 'Get-MedFormat -Name ni' | Should -Be 'NIfTI'
    }

    It 'offers coordinate systems' {
        Complete 'Get-MedMeta -CoordinateSystem ' | Should -Be 'Itk', 'Native', 'Nib'
    }

    It 'offers slices that can be taken' {
        $slices = Complete 'Read-MedImage -Slice '
        $slices.Count | Should -BeGreaterThan 3
        $image = [MedIO.MedImage]::new([byte[, , ]]::new(30, 30, 30))
        foreach ($slice in $slices) { $image.Slice($slice.Trim("'")) | Should -Not -BeNullOrEmpty }
    }

    It 'offers backends to <_>' -ForEach 'Convert-MedImage', 'Get-MedMeta', 'Read-MedImage', 'Save-MedImage' {
        Complete "$_ -Backend " | Should -Be 'Auto', 'MedIO', 'SimpleItk', 'FoDicom'
        Complete "$_ -ImageIO Nifti" | Should -Be 'NiftiImageIO'
    }

    It 'says what a backend is' {
        $line = 'Get-MedMeta -Backend S'
        (TabExpansion2 $line $line.Length).CompletionMatches.ToolTip | Should -Match 'SimpleITK.*itk'
        Complete 'Register-MedBackend -Name ' | Should -Be 'SimpleItk', 'FoDicom'
        Complete 'Unregister-MedBackend f' | Should -Be 'FoDicom'
        Complete 'Get-MedBackend m' | Should -Be 'MedIO'
    }

    It 'offers pixel types' {
        (Complete 'Read-MedImage -PixelType ').Count | Should -Be 12
        Complete 'Get-MedMeta -pixel_type flo' | Should -Be 'Float32', 'Float64'
    }
}
