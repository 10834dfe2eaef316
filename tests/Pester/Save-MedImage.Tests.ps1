BeforeAll {
    . (Join-Path $PSScriptRoot 'TestImages.ps1')
    Import-TestedModule
    $script:scan = Add-TestImage 'TestDrive:/scan.nii.gz' @{ Affine = (-0.5, 0, 0, 10), (0, 0.5, 0, -20), (0, 0, 2, 30) }
    $script:other = Add-TestImage 'TestDrive:/other.nii'

    function Get-Bad([scriptblock] $Action) {
        # Errors that are silenced do not get into a redirected stream.
        $ErrorActionPreference = 'Continue'
        & $Action 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] }
    }
}

Describe 'Save-MedImage' {
    BeforeEach {
        $script:out = Join-Path $TestDrive ([Guid]::NewGuid().ToString('N'))
        $null = [IO.Directory]::CreateDirectory($out)
    }

    It 'keeps voxels and places in <_>' -ForEach 'x.nii', 'x.nii.gz', 'x.img', 'x.hdr', 'x.mha', 'x.mhd' {
        $img = Read-MedImage $scan
        $target = Join-Path $out $_
        $img | Save-MedImage $target | Should -BeNullOrEmpty
        $back = Read-MedImage $target
        $back.Affine.ToString() | Should -Be $img.Affine.ToString()
        $back.Orientation | Should -Be $img.Orientation
        [Linq.Enumerable]::SequenceEqual([int16[]] $back.Voxels, [int16[]] $img.Voxels) | Should -BeTrue
    }

    It 'restores the orientation of the file' {
        $target = Join-Path $out 'x.nii'
        Read-MedImage $scan -Orientation SAR | Save-MedImage $target
        (Get-MedMeta $target).Shape.ToString() | Should -Be '4x5x6'
        (Get-MedMeta $target).Affine.ToString() | Should -Be (Get-MedMeta $scan).Affine.ToString()
    }

    It 'keeps the orientation in memory with <Argument.Keys>' -ForEach @(
        @{ Argument = @{ KeepOrientation = $true } }, @{ Argument = @{ use_original_ornt = $false } }
    ) {
        $target = Join-Path $out 'x.nii'
        Read-MedImage $scan -Orientation SAR | Save-MedImage $target @Argument
        (Get-MedMeta $target).Shape.ToString() | Should -Be '6x5x4'
        (Get-MedMeta $target).Orientation | Should -Be 'SAR'
    }

    It 'outputs the file with -PassThru' {
        $file = Read-MedImage $scan | Save-MedImage (Join-Path $out 'x.nii') -PassThru
        $file | Should -BeOfType IO.FileInfo
        $file.PSPath | Should -Not -BeNullOrEmpty
        ($file | Get-MedMeta).Shape.ToString() | Should -Be '4x5x6'
    }

    It 'writes nothing with -WhatIf' {
        Read-MedImage $scan | Save-MedImage (Join-Path $out 'new/x.nii') -CreateDirectory -PassThru -WhatIf | Should -BeNullOrEmpty
        Get-ChildItem -LiteralPath $out | Should -BeNullOrEmpty
    }

    It 'asks with -Confirm, and refuses where nobody answers' {
        $shell = [PowerShell]::Create()
        $null = $shell.AddScript("Import-Module '$((Get-Module MedIO.PowerShell).Path -replace 'psm1$', 'psd1')'; Read-MedImage '$scan' | Save-MedImage '$(Join-Path $out 'x.nii')' -Confirm")
        try { $null = $shell.Invoke() } catch { $null = $_ } finally { $shell.Dispose() }
        Get-ChildItem -LiteralPath $out | Should -BeNullOrEmpty
    }

    It 'keeps an existing file with -NoClobber' {
        $target = Join-Path $out 'x.nii'
        [IO.File]::WriteAllText($target, 'precious')
        $bad = @(Get-Bad { Read-MedImage $scan | Save-MedImage $target -NoClobber })
        $bad.Count | Should -Be 1
        $bad[0].FullyQualifiedErrorId | Should -Be 'FileExists,MedIO.PowerShell.SaveMedImageCommand'
        $bad[0].TargetObject | Should -Be $target
        $bad[0].CategoryInfo.Category | Should -Be 'ResourceExists'
        [IO.File]::ReadAllText($target) | Should -Be 'precious'
        @(Get-ChildItem -LiteralPath $out -Force).Count | Should -Be 1
    }

    It 'replaces an existing file without it' {
        $target = Join-Path $out 'x.nii'
        [IO.File]::WriteAllText($target, 'old')
        Read-MedImage $scan | Save-MedImage $target
        (Get-MedMeta $target).Shape.ToString() | Should -Be '4x5x6'
    }

    It 'replaces a read-only file with -Force only' {
        $target = Join-Path $out 'x.nii'
        [IO.File]::WriteAllText($target, 'old')
        [IO.File]::SetAttributes($target, 'ReadOnly')
        $bad = @(Get-Bad { Read-MedImage $scan | Save-MedImage $target })
        $bad[0].FullyQualifiedErrorId | Should -Be 'FileNotWritable,MedIO.PowerShell.SaveMedImageCommand'
        [IO.File]::ReadAllText($target) | Should -Be 'old'
        Read-MedImage $scan | Save-MedImage $target -Force
        (Get-MedMeta $target).Shape.ToString() | Should -Be '4x5x6'
    }

    It 'makes directories with <_> only' -ForEach 'CreateDirectory', 'mkdir' {
        $target = Join-Path $out 'a/b/x.nii'
        $bad = @(Get-Bad { Read-MedImage $scan | Save-MedImage $target })
        $bad[0].FullyQualifiedErrorId | Should -Be 'DirectoryNotFound,MedIO.PowerShell.SaveMedImageCommand'
        $argument = @{ $_ = $true; Parents = $true }
        Read-MedImage $scan | Save-MedImage $target @argument
        Test-Path -LiteralPath $target | Should -BeTrue
    }

    It 'names the suffixes when it knows none' {
        $bad = @(Get-Bad { Read-MedImage $scan | Save-MedImage (Join-Path $out 'x.xyz') })
        $bad[0].FullyQualifiedErrorId | Should -Be 'UnknownSuffix,MedIO.PowerShell.SaveMedImageCommand'
        "$($bad[0])" | Should -BeLike '*.nii.gz*.mha*'
        Get-ChildItem -LiteralPath $out | Should -BeNullOrEmpty
    }

    It 'casts with -DataType and warns with counts' {
        $target = Join-Path $out 'x.nii'
        $img = [MedIO.MedImage]::new([double[]] (-1, 0.5, 300, 7))
        $img | Save-MedImage $target -dtype u1 -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings.Count | Should -Be 1
        "$($warnings[0])" | Should -BeLike "$target*2 values clipped*1 value rounded*"
        $img.DataType | Should -Be 'Float64'
        [byte[]] (Read-MedImage $target).Voxels | Should -Be 0, 0, 255, 7
    }

    It 'compresses as -CompressionLevel says' {
        Read-MedImage $scan | Save-MedImage (Join-Path $out '0.nii.gz') -CompressionLevel 0
        Read-MedImage $scan | Save-MedImage (Join-Path $out '9.nii.gz') -CompressionLevel 9
        (Get-Item (Join-Path $out '9.nii.gz')).Length | Should -BeLessThan (Get-Item (Join-Path $out '0.nii.gz')).Length
        { Read-MedImage $scan | Save-MedImage (Join-Path $out 'x.nii.gz') -CompressionLevel 10 } | Should -Throw
    }

    It 'never takes the image''s own path' {
        $before = [IO.File]::ReadAllBytes($scan)
        $shell = [PowerShell]::Create()
        $null = $shell.AddScript("Import-Module '$((Get-Module MedIO.PowerShell).Path -replace 'psm1$', 'psd1')'; Read-MedImage '$scan' -DataType u1 | Save-MedImage")
        try { $shell.Invoke() } catch { $null = $_ } finally { $shell.Dispose() }
        [Linq.Enumerable]::SequenceEqual($before, [IO.File]::ReadAllBytes($scan)) | Should -BeTrue
    }

    It 'puts several images under names of a script block' {
        $prefix = 'copy-'
        $files = $scan, $other | Read-MedImage | Save-MedImage -Path { Join-Path $out ($prefix + ($_.Name -replace '\.nii(\.gz)?$', '.mha')) } -PassThru
        $files.Name | Should -Be 'copy-scan.mha', 'copy-other.mha'
    }

    It 'puts several images in a directory under their own names' {
        $files = $scan, $other | Read-MedImage | Save-MedImage $out -PassThru
        $files.FullName | Should -Be (Join-Path $out 'scan.nii.gz'), (Join-Path $out 'other.nii')
        $files = $scan, $other | Read-MedImage | Save-MedImage "$out/new/" -CreateDirectory -PassThru
        $files.Count | Should -Be 2
    }

    It 'does not put an image in the directory over its source' {
        $bad = @(Get-Bad { Read-MedImage $scan -DataType u1 | Save-MedImage (Split-Path -Parent $scan) })
        $bad[0].FullyQualifiedErrorId | Should -Be 'TargetIsSource,MedIO.PowerShell.SaveMedImageCommand'
        (Get-MedMeta $scan).DataType | Should -Be 'Int16'
    }

    It 'does replace the source when its name is given' {
        $copy = Join-Path $out 'x.nii'
        Copy-Item -LiteralPath $other -Destination $copy
        Read-MedImage $copy -DataType u1 | Save-MedImage $copy
        (Get-MedMeta $copy).DataType | Should -Be 'UInt8'
    }

    It 'refuses a second image for the same file' {
        $target = Join-Path $out 'x.nii'
        $bad = @(Get-Bad { $scan, $other | Read-MedImage | Save-MedImage $target })
        $bad.Count | Should -Be 1
        $bad[0].FullyQualifiedErrorId | Should -Be 'TargetUsedTwice,MedIO.PowerShell.SaveMedImageCommand'
        (Get-MedMeta $target).Spacing.ToString() | Should -Be '0.5 0.5 2'
    }

    It 'says when the script block gives no name: <Script>' -ForEach @(
        @{ Script = { } }, @{ Script = { 'a.nii', 'b.nii' } }, @{ Script = { throw 'no' } }
    ) {
        $bad = @(Get-Bad { Read-MedImage $scan | Save-MedImage $Script })
        $bad[0].FullyQualifiedErrorId | Should -Be 'PathScriptFailed,MedIO.PowerShell.SaveMedImageCommand'
    }

    It 'says that an image from memory has no name for a directory' {
        $bad = @(Get-Bad { [MedIO.MedImage]::new([int16[,]]::new(2, 2)) | Save-MedImage $out })
        $bad[0].FullyQualifiedErrorId | Should -Be 'InvalidPath,MedIO.PowerShell.SaveMedImageCommand'
    }

    It 'refuses the backend <_>' -ForEach 'fodicom', 'SimpleItk', 'nonsense' {
        { Read-MedImage $scan | Save-MedImage (Join-Path $out 'x.nii') -Backend $_ } | Should -Throw -ErrorId 'BackendNotAvailable,MedIO.PowerShell.SaveMedImageCommand'
    }

    It 'goes on after an image that cannot be saved' {
        $bad = @(Get-Bad { $scan, $other | Read-MedImage | Save-MedImage { if ($_.Name -eq 'scan.nii.gz') { 'x.xyz' } else { Join-Path $out 'y.nii' } } })
        $bad.Count | Should -Be 1
        Test-Path (Join-Path $out 'y.nii') | Should -BeTrue
    }
}
