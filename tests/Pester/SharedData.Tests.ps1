# Real images: a folder that MEDIO_TEST_DATA names, or ../shared/data beside the checkout. Without it, nothing runs here.
BeforeDiscovery {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $script:data = if ($env:MEDIO_TEST_DATA) { $env:MEDIO_TEST_DATA } else { Join-Path (Split-Path -Parent $root) 'shared/data' }
    $script:none = -not (Test-Path -LiteralPath $data)
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestImages.ps1')
    Import-TestedModule
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $script:data = if ($env:MEDIO_TEST_DATA) { $env:MEDIO_TEST_DATA } else { Join-Path (Split-Path -Parent $root) 'shared/data' }
}

Describe 'Files that nobody here wrote' -Skip:$none {
    It 'make an index, are read, cropped and saved' {
        Push-Location -LiteralPath (Join-Path $data 'nifti')
        try {
            $index = Join-Path $TestDrive 'index.csv'
            Get-ChildItem *.nii, *.nii.gz, *.mha | Get-MedMeta | Export-Csv $index -NoTypeInformation
            $rows = Import-Csv $index
            $rows.Count | Should -BeGreaterThan 3
            foreach ($row in $rows) {
                $row.Shape | Should -Match '^\d+(x\d+)+$'
                $row.Spacing | Should -Match '^[\d.]+( [\d.]+)+$'
            }
            $crop = Join-Path $TestDrive 'crop.mha'
            $img = Read-MedImage anatomical.nii -Orientation RAS -CoordinateSystem Nib
            $img['2:8, 3:7, ::2'] | Save-MedImage $crop
            $back = Read-MedImage $crop -CoordinateSystem Nib -Orientation RAS
            $back.Shape.ToString() | Should -Be $img['2:8, 3:7, ::2'].Shape.ToString()
            $back[1, 2, 3] | Should -Be $img[3, 5, 6]
        }
        finally { Pop-Location }
    }

    It 'convert to every suffix and keep their place' {
        $source = Join-Path $data 'nifti/anatomical.nii'
        $before = Read-MedImage $source
        foreach ($suffix in '.nii', '.nii.gz', '.mha', '.mhd') {
            $target = Join-Path $TestDrive "any$suffix"
            $before | Save-MedImage $target
            $after = Get-MedMeta $target
            $after.Orientation | Should -Be $before.Orientation
            $after.Shape.ToString() | Should -Be $before.Shape.ToString()
        }
    }

    It 'give either of the two values that a Philips scan has' {
        $rec = Join-Path $data 'other/phantom_EPI_asc_CLEAR_2_1.REC'
        $shown = Read-MedImage $rec
        $float = Read-MedImage $rec -PhilipsScaling FloatingPoint
        $shown.Metadata.TimeStep | Should -Be 2
        $shown[30, 30, 4, 1] | Should -BeGreaterThan 100

        # FP = DV / (RS * SS)
        [Math]::Abs($float[30, 30, 4, 1] * 1.29035 * 4.28404e-3 - $shown[30, 30, 4, 1]) | Should -BeLessThan 0.01
    }
}
