# One bad file is one error with a stable id, the path and a cure, and the rest of the pipeline goes on.
BeforeDiscovery {
    $script:cases = @(
        @{ Case = 'missing file'; Id = 'FileNotFound'; Category = 'ObjectNotFound'; Make = { } }
        @{ Case = 'directory'; Id = 'NoImageInDirectory'; Category = 'ObjectNotFound'; Make = { param($f) $null = [IO.Directory]::CreateDirectory($f) } }
        @{ Case = 'empty file'; Id = 'EmptyFile'; Category = 'InvalidData'; Make = { param($f) [IO.File]::WriteAllBytes($f, [byte[]]::new(0)) } }
        @{ Case = 'text'; Id = 'UnknownFormat'; Category = 'InvalidData'; Name = 'bad.txt'; Make = { param($f) [IO.File]::WriteAllText($f, 'hello') } }
        @{ Case = 'truncated header'; Id = 'TruncatedHeader'; Category = 'InvalidData'; Make = { param($f) [IO.File]::WriteAllBytes($f, [byte[]] (Get-NiftiByte)[0..199]) } }
        @{ Case = 'truncated data'; Id = 'TruncatedData'; Category = 'InvalidData'; Make = { param($f) [IO.File]::WriteAllBytes($f, [byte[]] (Get-NiftiByte)[0..399]) } }
        @{ Case = 'wrong magic'; Id = 'InvalidHeader', 'UnknownFormat'; Category = 'InvalidData'; Make = { param($f) $b = Get-NiftiByte; $b[344] = 88; $b[345] = 88; $b[0] = 1; [IO.File]::WriteAllBytes($f, $b) } }
        @{ Case = 'negative dimension'; Id = 'InvalidDimensions'; Category = 'InvalidData'; Make = { param($f) $b = Get-NiftiByte; Write-Int16 $b 42 -4; [IO.File]::WriteAllBytes($f, $b) } }
        @{ Case = 'dimensions larger than the file'; Id = 'InvalidDimensions', 'TruncatedData'; Category = 'InvalidData'; Make = { param($f) $b = Get-NiftiByte; Write-Int16 $b 42 32000; Write-Int16 $b 44 32000; Write-Int16 $b 46 32000; [IO.File]::WriteAllBytes($f, $b) } }
        @{ Case = 'unknown data type'; Id = 'UnsupportedDataType'; Category = 'NotImplemented'; Make = { param($f) $b = Get-NiftiByte; Write-Int16 $b 70 1234; [IO.File]::WriteAllBytes($f, $b) } }
        @{ Case = 'float128'; Id = 'UnsupportedDataType'; Category = 'NotImplemented'; Make = { param($f) $b = Get-NiftiByte; Write-Int16 $b 70 1536; Write-Int16 $b 72 128; [IO.File]::WriteAllBytes($f, $b) } }
        @{ Case = 'NaN in the affine'; Id = 'InvalidAffine'; Category = 'InvalidData'; Make = { param($f) $b = Get-NiftiByte; [BitConverter]::GetBytes([float]::NaN).CopyTo($b, 280); [IO.File]::WriteAllBytes($f, $b) } }
        @{ Case = 'singular affine'; Id = 'InvalidAffine'; Category = 'InvalidData'; Make = { param($f) [IO.File]::WriteAllBytes($f, (Get-NiftiByte -Affine (1, 0, 0, 0), (1, 0, 0, 0), (0, 0, 1, 0))) } }
        @{ Case = 'corrupt gzip'; Id = 'CorruptCompression'; Category = 'InvalidData'; Name = 'bad.nii.gz'; Make = { param($f) $b = ConvertTo-Gzip (Get-NiftiByte); for ($i = 10; $i -lt 30; $i++) { $b[$i] = 255 }; [IO.File]::WriteAllBytes($f, $b) } }
        @{ Case = 'cut gzip'; Id = 'TruncatedHeader', 'CorruptCompression', 'TruncatedData'; Category = 'InvalidData'; Name = 'bad.nii.gz'; Make = { param($f) [IO.File]::WriteAllBytes($f, [byte[]] (ConvertTo-Gzip (Get-NiftiByte))[0..60]) } }
        @{ Case = 'detached header naming a missing file'; Id = 'DataFileNotFound'; Category = 'ObjectNotFound'; Name = 'bad.mhd'; Make = { param($f) [IO.File]::WriteAllText($f, "ObjectType = Image`nNDims = 2`nDimSize = 2 2`nElementType = MET_UCHAR`nElementDataFile = gone.raw`n") } }
        @{ Case = 'detached header naming a file outside its folder'; Id = 'DataFileOutsideFolder'; Category = 'SecurityError'; Name = 'bad.mhd'; Make = { param($f) [IO.File]::WriteAllText($f, "ObjectType = Image`nNDims = 2`nDimSize = 2 2`nElementType = MET_UCHAR`nElementDataFile = ../../secret.raw`n") } }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestImages.ps1')
    Import-TestedModule
}

Describe 'A <Case> among good files' -ForEach $cases {
    BeforeAll {
        $folder = Join-Path $TestDrive ([Guid]::NewGuid().ToString('N'))
        $script:before = Add-TestImage (Join-Path $folder 'a.nii')
        $script:after = Add-TestImage (Join-Path $folder 'z.nii.gz')
        $script:bad = Join-Path $folder $(if ($_['Name']) { $_['Name'] } else { 'bad.nii' })
        & $Make $bad
    }

    It '<_> gives one error and goes on' -ForEach 'Get-MedMeta', 'Read-MedImage' {
        $class = $_.Replace('-', '') + 'Command'
        $out = @($before, $bad, $after | & $_ -ErrorVariable errors -ErrorAction SilentlyContinue)
        $out.Path | Should -Be $before, $after
        $errors.Count | Should -Be 1
        $names = @($Id | ForEach-Object { "$_,MedIO.PowerShell.$class" })
        $errors[0].FullyQualifiedErrorId | Should -BeIn $names
        $errors[0].TargetObject | Should -Be $bad
        $errors[0].CategoryInfo.Category | Should -Be $Category
        "$($errors[0])" | Should -BeLike "$([WildcardPattern]::Escape($bad)): *."
        $errors[0].Exception | Should -BeOfType MedIO.MedIOException
    }

    It 'ends the command with -ErrorAction Stop' {
        { $before, $bad, $after | Read-MedImage -ErrorAction Stop } | Should -Throw -ErrorId "*,MedIO.PowerShell.ReadMedImageCommand"
    }
}

Describe 'A data file that is cut off' {
    It 'is an error whose target is the header that was asked for, and whose message names the data file' {
        $header = Join-Path $TestDrive 'cut.mhd'
        [IO.File]::WriteAllText($header, "ObjectType = Image`nNDims = 2`nDimSize = 2 2`nElementType = MET_UCHAR`nElementDataFile = cut.raw`n")
        [IO.File]::WriteAllBytes((Join-Path $TestDrive 'cut.raw'), [byte[]] (1, 2))
        Read-MedImage $header -ErrorVariable bad -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $bad.Count | Should -Be 1
        $bad[0].FullyQualifiedErrorId | Should -Be 'TruncatedData,MedIO.PowerShell.ReadMedImageCommand'
        $bad[0].TargetObject | Should -Be $header
        "$($bad[0])" | Should -BeLike '*cut.raw: *'
    }
}

Describe 'Wishes that one file cannot fulfil' {
    BeforeAll {
        $script:volume = Add-TestImage 'TestDrive:/wish/a.nii'
        $script:plane = Add-TestImage 'TestDrive:/wish/b.nii' @{ Shape = 4, 5 }
    }

    It 'are an error of that file: <Argument.Values>' -ForEach @(
        @{ Argument = @{ Orientation = 'RA' }; Id = 'InvalidOrientation'; Good = 'b.nii' }
        @{ Argument = @{ Slice = ':, :, 3' }; Id = 'InvalidSlice'; Good = 'a.nii' }
    ) {
        $out = $volume, $plane | Get-MedMeta @Argument -ErrorVariable errors -ErrorAction SilentlyContinue
        $out.Name | Should -Be $Good
        $errors.Count | Should -Be 1
        $errors[0].FullyQualifiedErrorId | Should -Be "$Id,MedIO.PowerShell.GetMedMetaCommand"
    }
}

Describe 'Voxels of 1 mm for a bad affine' {
    It 'come with -AllowDefaultAffine, and a warning' {
        $b = Get-NiftiByte
        [BitConverter]::GetBytes([float]::NaN).CopyTo($b, 280)
        $file = Join-Path $TestDrive 'nan.nii'
        [IO.File]::WriteAllBytes($file, $b)
        $meta = Get-MedMeta $file -AllowDefaultAffine -WarningVariable warnings -WarningAction SilentlyContinue
        $meta.Spacing.ToString() | Should -Be '1 1 1'
        $warnings.Count | Should -Be 1
        "$($warnings[0])" | Should -BeLike "$file*"
    }
}

Describe 'A full disk or a target that cannot be written' -Skip:(-not (Test-Path /dev/full)) {
    It 'is an error that leaves nothing behind' {
        $file = Add-TestImage 'TestDrive:/x.nii'
        $null = Read-MedImage $file | Save-MedImage (Join-Path $TestDrive 'x.nii/y.nii') -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors.Count | Should -Be 1
        $errors[0].FullyQualifiedErrorId | Should -BeLike '*,MedIO.PowerShell.SaveMedImageCommand'
        @(Get-ChildItem -LiteralPath $TestDrive -Force -Filter '*.tmp').Count | Should -Be 0
    }
}
