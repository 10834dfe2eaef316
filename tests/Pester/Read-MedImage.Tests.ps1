BeforeAll {
    . (Join-Path $PSScriptRoot 'TestImages.ps1')
    Import-TestedModule
    $script:scan = Add-TestImage 'TestDrive:/scan.nii.gz' @{ Affine = (-0.5, 0, 0, 10), (0, 0.5, 0, -20), (0, 0, 2, 30) }
    $script:plain = Add-TestImage 'TestDrive:/plain.nii'
}

Describe 'Read-MedImage' {
    It 'gives voxels and metadata together' {
        $img = Read-MedImage $scan
        $img | Should -BeOfType MedIO.MedImage
        , $img.Voxels | Should -BeOfType ([int16[]])
        $img.Voxels.Length | Should -Be 120
        $img.Voxels[69] | Should -Be 69
        $img.Metadata.Path | Should -Be $scan
    }

    It 'says the same as Get-MedMeta with <Argument.Keys>' -ForEach @(
        @{ Argument = @{} }
        @{ Argument = @{ Orientation = 'SAR' } }
        @{ Argument = @{ CoordinateSystem = 'Nib' } }
        @{ Argument = @{ Slice = '1:, ::2, -1' } }
        @{ Argument = @{ DataType = 'float64' } }
        @{ Argument = @{ Orientation = 'ASR'; Slice = '::2'; CoordinateSystem = 'Nib'; DataType = 'u2' } }
    ) {
        $meta = Get-MedMeta $scan @Argument
        $img = Read-MedImage $scan @Argument
        $img.Metadata | ConvertTo-Json | Should -Be ($meta | ConvertTo-Json)
    }

    It 'leaves every voxel at its place in the world when it reorients' {
        $before = Read-MedImage $scan
        $after = Read-MedImage $scan -Orientation SAR
        foreach ($index in (0, 0, 0), (3, 4, 5), (1, 2, 3)) {
            $there = $after.Affine.CoordinateToIndex($before.Affine.IndexToCoordinate($index)) | ForEach-Object { [int] [Math]::Round($_) }
            $after.GetVoxel($there) | Should -Be $before.GetVoxel($index)
        }
    }

    It 'warns with counts when a cast loses something, once and with the path' {
        $img = Read-MedImage $plain -DataType int8 -WarningVariable warnings -WarningAction SilentlyContinue
        $img.DataType | Should -Be 'Int8'
        $img.Voxels[119] | Should -Be 119
        $warnings.Count | Should -Be 0

        $wide = Add-TestImage 'TestDrive:/wide.nii' @{ Shape = 20, 20 }
        $img = Read-MedImage $wide -dtype u1 -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings.Count | Should -Be 1
        "$($warnings[0])" | Should -BeLike "$wide*144 values clipped*"
        $img.Warnings.Count | Should -Be 1
        $img.Voxels[399] | Should -Be 255
    }

    It 'reads a slice of a file that is far larger than what is read' {
        # A sparse file of 1 GiB.
        $big = Join-Path $TestDrive 'big.nii'
        $bytes = Get-NiftiByte -Shape 1, 1, 1
        Write-Int16 $bytes 42 1024; Write-Int16 $bytes 44 1024; Write-Int16 $bytes 46 512
        $stream = [IO.File]::Create($big)
        $stream.Write($bytes, 0, 352)
        $stream.SetLength(352 + 1024 * 1024 * 512 * 2)
        $stream.Position = 352 + 1024 * 1024 * 100 * 2
        $stream.WriteByte(7)
        $stream.Dispose()
        try {
            $img = Read-MedImage $big -Slice ':, :, 100'
            $img.Shape.ToString() | Should -Be '1024x1024x1'
            $img[0, 0, 0] | Should -Be 7
        }
        finally { Remove-Item -LiteralPath $big }
    }

    It 'stops when the pipeline stops' {
        $files = 1..50 | ForEach-Object { $plain }
        @($files | Read-MedImage | Select-Object -First 2).Count | Should -Be 2
    }

    It 'passes images on to Save-MedImage' {
        $target = Join-Path $TestDrive 'crop.mha'
        $img = Read-MedImage $scan -Orientation RAS -CoordinateSystem Nib
        $img['1:3, 1:4, ::2'] | Save-MedImage $target
        (Get-MedMeta $target).Shape.ToString() | Should -Be '2x3x3'
    }
}
