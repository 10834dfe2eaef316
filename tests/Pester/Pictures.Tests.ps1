BeforeAll {
    . (Join-Path $PSScriptRoot 'TestImages.ps1')
    Import-TestedModule
    $script:out = Join-Path $TestDrive 'slices'
    $null = [IO.Directory]::CreateDirectory($out)
    $voxels = [byte[]] (0..59)
    $script:volume = [MedIO.MedImage]::new($voxels, [MedIO.MedMeta]::new([MedIO.Shape]::new([int[]] (5, 4, 3))))
}

Describe 'Pictures' {
    It 'writes a volume as numbered files and gives them all' {
        $files = $volume | Save-MedImage (Join-Path $out 's{0:D3}.png') -PassThru -WarningAction SilentlyContinue
        $files.Name | Should -Be 's001.png', 's002.png', 's003.png'
    }

    It 'takes a name with a place for the number that is relative: <_>' -ForEach 'r{0:D3}.png', './r{0:D3}.png', 'a b/r{0:D3}.png' {
        $here = Join-Path $TestDrive ([Guid]::NewGuid().ToString('N'))
        Push-Location (New-Item -ItemType Directory $here)
        try {
            $files = $volume | Save-MedImage $_ -CreateDirectory -PassThru -WarningAction SilentlyContinue -ErrorAction Stop
            $files.Name | Should -Be 'r001.png', 'r002.png', 'r003.png'
            $folder = if ($_ -like 'a b/*') { Join-Path $here 'a b' } else { $here }
            $files[0].FullName | Should -Be (Join-Path $folder 'r001.png')
            { $volume | Save-MedImage $_ -NoClobber -ErrorAction Stop -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'FileExists*'
        }
        finally { Pop-Location }
        { $volume | Save-MedImage 'nowhere:x{0:D3}.png' -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidPath*'
    }

    It 'reads a folder of numbered pictures as a volume' {
        $image = Read-MedImage $out -Filter *.png -Spacing 0.5, 0.5, 2 -WarningVariable said
        $image.Shape.ToString() | Should -Be '5x4x3'
        $image.Spacing.ToString() | Should -Be '0.5 0.5 2'
        [Linq.Enumerable]::SequenceEqual([byte[]] $image.Voxels, [byte[]] $volume.Voxels) | Should -BeTrue
        $said | Should -BeNullOrEmpty
        (Get-MedMeta $out -Spacing 0.5, 0.5, 2).Shape.ToString() | Should -Be '5x4x3'
    }

    It 'warns that the distance of slices is not known' {
        $null = Get-MedMeta $out -WarningVariable said -WarningAction SilentlyContinue
        "$said" | Should -BeLike '*-Spacing*'
    }

    It 'takes no spacing for other formats' {
        $scan = Add-TestImage 'TestDrive:/scan.nii' @{ }
        { Read-MedImage $scan -Spacing 1, 1, 1 -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidSpacing*'
    }
}
