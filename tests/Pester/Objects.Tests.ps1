BeforeAll {
    . (Join-Path $PSScriptRoot 'TestImages.ps1')
    Import-TestedModule
    $script:scan = Add-TestImage 'TestDrive:/scan.nii.gz'
}

Describe 'An image at the prompt' {
    BeforeEach { $script:img = Read-MedImage $scan }

    It 'an affine is made of 16 numbers, of nested rows and of text' {
        $flat = [MedIO.Affine]::new(@(2, 0, 0, -9, 0, 3, 0, 8, 0, 0, 4, 7, 0, 0, 0, 1))
        $flat.Spacing.ToString() | Should -Be '2 3 4'
        $flat.Origin.ToString() | Should -Be '-9 8 7'
        ([MedIO.Affine] @((2, 0, 0, -9), (0, 3, 0, 8), (0, 0, 4, 7), (0, 0, 0, 1))).Equals($flat) | Should -BeTrue
        [MedIO.Affine]::new('2 0 0 -9; 0 3 0 8; 0 0 4 7; 0 0 0 1').Equals($flat) | Should -BeTrue
    }

    It 'is cut with Python''s slice syntax: <Slice>' -ForEach @(
        @{ Slice = '1:3, 2:4, ::2'; Shape = '2x2x3'; Origin = '-1 -2 0'; Spacing = '1 1 2' }
        @{ Slice = '..., -1'; Shape = '4x5x1'; Origin = '0 0 5'; Spacing = '1 1 1' }
        @{ Slice = '2'; Shape = '1x5x6'; Origin = '-2 0 0'; Spacing = '1 1 1' }
        @{ Slice = '::-1'; Shape = '4x5x6'; Origin = '-3 0 0'; Spacing = '1 1 1' }
    ) {
        foreach ($part in $img[$Slice], $img.Slice($Slice), (Read-MedImage $scan -Slice $Slice)) {
            $part.Shape.ToString() | Should -Be $Shape
            $part.Origin.ToString() | Should -Be $Origin
            $part.Spacing.ToString() | Should -Be $Spacing
        }
        [Linq.Enumerable]::SequenceEqual([int16[]] $img[$Slice].Voxels, [int16[]] (Read-MedImage $scan -Slice $Slice).Voxels) | Should -BeTrue
    }

    It 'gives and takes single voxels' {
        $img[1, 2, 3] | Should -Be (1 + 4 * 2 + 20 * 3)
        $img[-1, -1, -1] | Should -Be 119
        $img[1, 2, 3] = 5
        $img[1, 2, 3] | Should -Be 5
        $img.SetVoxel(7, 1, 2, 3)
        $img.GetVoxel(1, 2, 3) | Should -Be 7
    }

    It 'tells what is wrong with an index' {
        { $img.GetVoxel(4, 0, 0) } | Should -Throw '*axis 0 has 4 voxels*'
        { $img.Slice('foo') } | Should -Throw '*foo*2:8, 3:7, ::2*'
        { Set-StrictMode -Version Latest; $img['foo'] } | Should -Throw '*foo*'
    }

    It 'gives an array indexed [x, y, z]' {
        $array = $img.ToArray()
        $array.Rank | Should -Be 3
        $array[1, 2, 3] | Should -Be 69
    }

    It 'reorients, casts, copies and converts' {
        $img.Reorient('SAR').Shape.ToString() | Should -Be '6x5x4'
        $img.Cast('UInt8').DataType | Should -Be 'UInt8'
        $copy = $img.Clone()
        $copy[0, 0, 0] = 99
        $img[0, 0, 0] | Should -Be 0
        $img.Orientation | Should -Be 'LPI'
        $img.Convert('Nib')
        $img.Orientation | Should -Be 'RAS'
    }

    It 'is read and saved by its own methods, with full paths' {
        $target = Join-Path $TestDrive 'method.nii'
        [MedIO.MedImage]::FromFile($scan).Save($target)
        [MedIO.MedFile]::ReadMeta($target).Shape.ToString() | Should -Be '4x5x6'
    }

    It 'has one voxel of three numbers where it has colours' {
        $rgb = Read-MedImage (Add-TestImage 'TestDrive:/rgb.nii' @{ Rgb = $true })
        $rgb.Components | Should -Be 3
        $rgb[1, 2, 3] | Should -Be 69, 69, 69
        $rgb.ToArray().Rank | Should -Be 4
        $rgb.ToArray(0).GetLength(0) | Should -Be 3
    }
}

Describe 'An image out of an array' {
    It 'of <Rank> dimensions' -ForEach @(
        @{ Rank = 1; Array = [int16[]] (1, 2, 3); Shape = '3' }
        @{ Rank = 2; Array = [single[, ]]::new(3, 4); Shape = '3x4' }
        @{ Rank = 3; Array = [double[, , ]]::new(3, 4, 5); Shape = '3x4x5' }
    ) {
        $img = [MedIO.MedImage]::new($Array)
        $img.Shape.ToString() | Should -Be $Shape
    }

    It 'takes an affine and a coordinate system' {
        $affine = [MedIO.Affine]::new(((2, 0, 0, 1), (0, 2, 0, 2), (0, 0, 3, 3), (0, 0, 0, 1)))
        $img = [MedIO.MedImage]::new([int16[, , ]]::new(2, 3, 4), $affine, 'Nib')
        $img.Orientation | Should -Be 'RAS'
        $img.Spacing.ToString() | Should -Be '2 2 3'
    }

    It 'is indexed as the array is' {
        $array = [int16[, , ]]::new(2, 3, 4)
        $array[1, 2, 3] = 42
        $img = [MedIO.MedImage]::new($array)
        $img[1, 2, 3] | Should -Be 42
        $img.Voxels[23] | Should -Be 42
    }
}

Describe 'Small vectors' {
    It 'an affine is made of <Case>' -ForEach @(
        @{ Case = 'nested arrays'; Value = ((1, 0, 0, 5), (0, 1, 0, 6), (0, 0, 2.5, 7), (0, 0, 0, 1)) }
        @{ Case = 'text'; Value = '1 0 0 5; 0 1 0 6; 0 0 2.5 7; 0 0 0 1' }
        @{ Case = 'numbers'; Value = (1, 0, 0, 5, 0, 1, 0, 6, 0, 0, 2.5, 7, 0, 0, 0, 1) }
    ) {
        foreach ($affine in [MedIO.Affine] $Value, [MedIO.Affine]::new($Value)) {
            $affine.Spacing.ToString() | Should -Be '1 1 2.5'
            $affine.Origin.ToString() | Should -Be '5 6 7'
        }
    }

    It 'an affine is made of direction, spacing and origin' {
        $affine = [MedIO.Affine]::new('1 0 0; 0 1 0; 0 0 1', (0.5, 0.5, 2), '-16 -16 0')
        $affine.ToString() | Should -Be '0.5 0 0 -16; 0 0.5 0 -16; 0 0 2 0; 0 0 0 1'
    }

    It 'index and world go both ways' {
        $affine = [MedIO.Affine] '2 0 0 1; 0 2 0 2; 0 0 3 3; 0 0 0 1'
        $affine.IndexToCoordinate((1, 1, 1)).ToString() | Should -Be '3 4 6'
        $affine.CoordinateToIndex((3, 4, 6)).ToString() | Should -Be '1 1 1'
    }

    It 'parts of the metadata are set from arrays and text' {
        $meta = Get-MedMeta $scan
        $meta.Spacing = 1, 1, 2
        $meta.Spacing.ToString() | Should -Be '1 1 2'
        $meta.Origin = '5 6 7.5'
        $meta.Origin.ToString() | Should -Be '5 6 7.5'
        $meta.Affine = ((3, 0, 0, 0), (0, 3, 0, 0), (0, 0, 3, 0), (0, 0, 0, 1))
        $meta.Spacing.ToString() | Should -Be '3 3 3'
        $meta.Convert('Nib')
        $meta.CoordinateSystem | Should -Be 'Nib'
        $meta.TimeStep = 2.5
        $meta.TimeStep * 2 | Should -Be 5
        $meta.TimeStep = $null
        $meta.TimeStep | Should -BeNullOrEmpty
    }

    It 'index and enumerate like arrays' {
        $shape = (Get-MedMeta $scan).Shape
        $shape[0] | Should -Be 4
        $shape[-1] | Should -Be 6
        $shape.Count | Should -Be 3
        ($shape | Measure-Object -Sum).Sum | Should -Be 15
    }

    It 'a number with a comma is none' {
        { [MedIO.Vector] '1,5x' } | Should -Not -Throw
        { [MedIO.Vector]::Parse('1;abc') } | Should -Throw '*abc*'
    }
}
