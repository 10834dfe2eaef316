BeforeAll {
    . (Join-Path $PSScriptRoot 'TestImages.ps1')
    Import-TestedModule
    $script:scan = Add-TestImage 'TestDrive:/scan.nii.gz' @{ Affine = (-0.5, 0, 0, 10), (0, 0.5, 0, -20), (0, 0, 2, 30) }
}

Describe 'Get-MedMeta' {
    It 'says what is in a file' {
        $meta = Get-MedMeta $scan
        $meta | Should -BeOfType MedIO.MedMeta
        $meta.Path | Should -Be $scan
        $meta.Name | Should -Be 'scan.nii.gz'
        $meta.Format | Should -Be 'NIfTI-1'
        $meta.Shape.ToString() | Should -Be '4x5x6'
        $meta.Spacing.ToString() | Should -Be '0.5 0.5 2'
        $meta.Origin.ToString() | Should -Be '-10 20 30'
        $meta.Orientation | Should -Be 'RPI'
        $meta.CoordinateSystem | Should -Be 'Itk'
        $meta.DataType | Should -Be 'Int16'
        $meta.Components | Should -Be 1
        $meta.Header | Should -BeNullOrEmpty
        $meta.Warnings.Count | Should -Be 0
    }

    It 'gives the same place in the world as <Expected.Orientation> in <System>' -ForEach @(
        @{ System = 'nib'; Expected = @{ Orientation = 'LAS'; Origin = '10 -20 30' } }
        @{ System = 'itk'; Expected = @{ Orientation = 'RPI'; Origin = '-10 20 30' } }
        @{ System = 'Native'; Expected = @{ Orientation = 'LAS'; Origin = '10 -20 30' } }
        @{ System = $null; Expected = @{ Orientation = 'LAS'; Origin = '10 -20 30' } }
        @{ System = 'None'; Expected = @{ Orientation = 'LAS'; Origin = '10 -20 30' } }
    ) {
        $meta = Get-MedMeta $scan -CoordinateSystem $System
        $meta.Orientation | Should -Be $Expected.Orientation
        $meta.Origin.ToString() | Should -Be $Expected.Origin
    }

    It 'reorients and says what was there' {
        $meta = Get-MedMeta $scan -Orientation SAR -CoordinateSystem Nib
        $meta.Shape.ToString() | Should -Be '6x5x4'
        $meta.Spacing.ToString() | Should -Be '2 0.5 0.5'
        $meta.Orientation | Should -Be 'SAR'
        $meta.OriginalOrientation | Should -Be 'LAS'
    }

    It 'takes medio''s names' {
        $meta = Get-MedMeta -input_path $scan -desired_ornt ras -coord_sys nib -dtype float32 -backend nib -allow_default_affine
        $meta.Orientation | Should -Be 'RAS'
        $meta.DataType | Should -Be 'Float32'
    }

    It 'lets the backend nib decide the convention as medio does' {
        $mha = Join-Path $TestDrive 'convention.mha'
        Read-MedImage $scan | Save-MedImage $mha
        (Get-MedMeta $mha -CoordinateSystem $null).Orientation | Should -Be 'RPI'
        (Get-MedMeta $mha -Backend MedIO -CoordinateSystem $null).Orientation | Should -Be 'RPI'
        (Get-MedMeta $mha -Backend nib -CoordinateSystem $null).Orientation | Should -Be 'LAS'
        (Get-MedMeta $mha -Backend nib).Orientation | Should -Be 'RPI'
    }

    It 'refuses the backend <_>' -ForEach 'fodicom', 'SimpleItk', 'itk', 'pdcm', 'nonsense' {
        { Get-MedMeta $scan -Backend $_ } | Should -Throw -ErrorId 'BackendNotAvailable,MedIO.PowerShell.GetMedMetaCommand'
    }

    It 'says what a slice would give' -ForEach @(
        @{ Slice = '1:3, ::2, -1'; Shape = '2x3x1' }
        @{ Slice = '1:3', '::2'; Shape = '2x3x6' }
        @{ Slice = '..., 5'; Shape = '4x5x1' }
        @{ Slice = @(0); Shape = '1x5x6' }
    ) {
        (Get-MedMeta $scan -Slice $Slice).Shape.ToString() | Should -Be $Shape
    }

    It 'understands an unquoted slice' {
        (Get-MedMeta $scan -Slice 1:3, ::2, ...).Shape.ToString() | Should -Be '2x3x6'
    }

    It 'gives the header by standard names with -Header' {
        $header = (Get-MedMeta $scan -Header).Header
        $header | Should -Not -BeNullOrEmpty
        $header['sform_code'] | Should -Be 1
        $header['datatype'] | Should -Be 4
    }

    It 'understands <_> as a data type' -ForEach 'UInt8', 'uint8', 'u1', 'byte', 'uchar', ([byte]) {
        (Get-MedMeta $scan -DataType $_).DataType | Should -Be 'UInt8'
    }

    It 'names the data types when it is given none' {
        { Get-MedMeta $scan -DataType float128 } | Should -Throw '*float128*UInt8*Complex128*' -ErrorId 'ParameterArgumentTransformationError,MedIO.PowerShell.GetMedMetaCommand'
    }

    It 'ends with <Id> for <Argument.Values>' -ForEach @(
        @{ Argument = @{ Orientation = 'XYZ' }; Id = 'InvalidOrientation' }
        @{ Argument = @{ Orientation = 'RRS' }; Id = 'InvalidOrientation' }
        @{ Argument = @{ Slice = '1:2:0' }; Id = 'InvalidSlice' }
        @{ Argument = @{ Slice = 'a:b' }; Id = 'InvalidSlice' }
    ) {
        { Get-MedMeta $scan @Argument } | Should -Throw -ErrorId "$Id,MedIO.PowerShell.GetMedMetaCommand"
    }

    It 'keeps the order of the input, errors in their places' {
        $files = foreach ($i in 1..200) {
            if ($i % 50) { Add-TestImage "TestDrive:/order/$i.nii" @{ Shape = $i, 2, 2 } } else { Join-Path $TestDrive "order/$i.nii" }
        }
        $stream = $files | Get-MedMeta -ErrorAction Continue 2>&1
        $stream.Count | Should -Be 200
        $names = foreach ($item in $stream) { if ($item -is [MedIO.MedMeta]) { $item.Name } else { Split-Path -Leaf $item.TargetObject } }
        $names | Should -Be (1..200 | ForEach-Object { "$_.nii" })
        @($stream | Where-Object { $_ -is [Management.Automation.ErrorRecord] }).Count | Should -Be 4
    }

    It 'stops early when nobody wants more' {
        $files = 1..100 | ForEach-Object { $scan }
        ($files | Get-MedMeta | Select-Object -First 3).Count | Should -Be 3
    }

    It 'gives the metadata of a file as soon as it comes' {
        $seen = [Collections.Generic.List[string]]::new()
        1..3 | ForEach-Object { $seen.Add("in$_"); $scan; Start-Sleep -Milliseconds 30 } | Get-MedMeta | ForEach-Object { $seen.Add('out') }
        $seen -join ' ' | Should -Be 'in1 out in2 out in3 out'
    }

    It 'writes an oddity as a warning, with the path, and keeps it' {
        $bytes = Get-NiftiByte
        $file = Join-Path $TestDrive 'odd.nii'
        # A time step without a fourth axis is nothing; a qform code out of range is odd.
        Write-Int16 $bytes 252 99
        [IO.File]::WriteAllBytes($file, $bytes)
        $meta = Get-MedMeta $file -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings.Count | Should -Be $meta.Warnings.Count
        foreach ($warning in $warnings) { "$warning" | Should -BeLike "$file*" }
    }
}
