BeforeAll {
    . (Join-Path $PSScriptRoot 'TestImages.ps1')
    . (Join-Path $PSScriptRoot 'TestSlices.ps1')
    Import-TestedModule

    function Get-Bad([scriptblock] $Action) {
        # Errors that are silenced do not get into a redirected stream.
        $ErrorActionPreference = 'Continue'
        & $Action 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] }
    }

    function Get-Relative([string] $Folder) {
        Get-ChildItem -LiteralPath $Folder -Recurse -File -Force | ForEach-Object { $_.FullName.Substring($Folder.Length + 1).Replace('\', '/') } | Sort-Object
    }
}

Describe 'Convert-MedImage' {
    BeforeEach {
        $script:folder = Join-Path $TestDrive ([Guid]::NewGuid().ToString('N'))
        $script:out = Join-Path $folder 'out'
        $script:in = Join-Path $folder 'in'
        $script:scan = Add-TestImage "$in/scan.nii.gz" @{ Affine = (-0.5, 0, 0, 10), (0, 0.5, 0, -20), (0, 0, 2, 30) }
        $script:deep = Add-TestImage "$in/a/b/deep.nii"
    }

    It 'outputs one object a file, in the order of input' {
        $done = @(Convert-MedImage $deep, $scan -Destination $out -Format mha -ThrottleLimit 3)
        $done.Count | Should -Be 2
        $done[0] | Should -BeOfType MedIO.MedConversion
        $done.Source | Should -Be $deep, $scan
        $done.Path | Should -Be (Join-Path $out 'deep.mha'), (Join-Path $out 'scan.mha')
        $done[1].Format | Should -Be 'MetaImage'
        $done[1].Shape.ToString() | Should -Be '4x5x6'
        $done[1].Spacing.ToString() | Should -Be '0.5 0.5 2'
        $done[1].Orientation | Should -Be 'RPI'.Replace('R', (Get-MedMeta $scan).Orientation[0])
        $done[1].DataType | Should -Be 'Int16'
        $done[1].Length | Should -Be (Get-Item -LiteralPath $done[1].Path).Length
        $done[1].Warnings | Should -BeNullOrEmpty
        ($done | Get-MedMeta).Name | Should -Be 'deep.mha', 'scan.mha'
        ($done | Read-MedImage).Count | Should -Be 2
        $csv = $done | Export-Csv (Join-Path $folder 'done.csv') -NoTypeInformation; $csv = @(Import-Csv (Join-Path $folder 'done.csv'))
        $csv[1].Shape | Should -Be '4x5x6'
        "$($csv[1].PSObject.Properties.Value)" | Should -Not -Match 'System\.'
    }

    It 'keeps voxels and places in <_>' -ForEach 'nii', '.nii.gz', 'hdr', 'IMG.GZ', 'mha', 'mhd', 'NIfTI', 'MetaImage' {
        $done = Convert-MedImage $scan $out -Format $_
        $before = Read-MedImage $scan
        $after = $done | Read-MedImage
        $after.Affine.ToString() | Should -Be $before.Affine.ToString()
        [Linq.Enumerable]::SequenceEqual([int16[]] $after.Voxels, [int16[]] $before.Voxels) | Should -BeTrue
        $sum = 0
        Get-ChildItem -LiteralPath $out -File | ForEach-Object { $sum += $_.Length }
        $done.Length | Should -Be $sum
    }

    It 'keeps each file''s own format without -Format' {
        (Convert-MedImage $scan, $deep $out -Orientation SAR).Path | Should -Be (Join-Path $out 'scan.nii.gz'), (Join-Path $out 'deep.nii')
        (Get-MedMeta (Join-Path $out 'scan.nii.gz')).Orientation | Should -Be 'SAR'
    }

    It 'turns, cuts and casts' {
        $done = Convert-MedImage $scan $out -Format nii -Orientation ASR -CoordinateSystem Nib -Slice '1:3, ...' -dtype single
        $expected = Read-MedImage $scan -Orientation ASR -CoordinateSystem Nib -Slice '1:3, ...' -DataType Float32
        $done.Orientation | Should -Be 'ASR'
        $done.CoordinateSystem | Should -Be 'Nib'
        $done.Shape.ToString() | Should -Be $expected.Shape.ToString()
        $back = Read-MedImage $done.Path -CoordinateSystem Nib
        $back.Affine.ToString() | Should -Be $expected.Affine.ToString()
        [float[]] $back.Voxels | Should -Be ([float[]] $expected.Voxels)
    }

    It 'warns where a cast changes values, and keeps the warning' {
        $wide = Add-TestImage "$in/wide.nii" @{ Shape = (20, 20, 2) }
        $done = Convert-MedImage $wide $out -Format nii -DataType UInt8 -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings.Count | Should -Be 1
        "$($warnings[0])" | Should -BeLike "$wide*544 values clipped*"
        $done.Warnings | Should -BeLike '*544 values clipped*'
    }

    Context 'where files go' {
        It 'keeps the folders below the one of a pattern' {
            $null = Convert-MedImage (Join-Path $in '*/*/*.nii') $out -Format mha
            Get-Relative $out | Should -Be 'a/b/deep.mha'
        }

        It 'keeps the folders below the current location of files from the pipeline' {
            Push-Location -LiteralPath $folder
            try { $null = Get-ChildItem ./in -Recurse -File | Convert-MedImage -Destination ./out -Format mha }
            finally { Pop-Location }
            Get-Relative $out | Should -Be 'in/a/b/deep.mha', 'in/scan.mha'
        }

        It 'keeps the names alone of files that lie elsewhere' {
            $null = [IO.Directory]::CreateDirectory("$folder/elsewhere")
            Push-Location -LiteralPath "$folder/elsewhere"
            try { $null = Get-ChildItem -LiteralPath (Join-Path $in 'a') -Recurse -File | Convert-MedImage -Destination $out -Format mha }
            finally { Pop-Location }
            Get-Relative $out | Should -Be 'deep.mha'
        }

        It 'keeps the folders below -Root' {
            $null = Get-ChildItem -LiteralPath $in -Recurse -File | Convert-MedImage -Destination $out -Format mha -Root (Join-Path $in 'a')
            Get-Relative $out | Should -Be 'b/deep.mha', 'scan.mha'
        }

        It 'takes names with brackets literally from the pipeline and by -LiteralPath' {
            $odd = Add-TestImage "$in/[odd].nii"
            (Convert-MedImage -LiteralPath $odd $out -Format mha).Path | Should -Be (Join-Path $out '[odd].mha')
            (Get-Item -LiteralPath $odd | Convert-MedImage -Destination $out -Format nii.gz).Path | Should -BeLike '*`[odd`].nii.gz'
        }

        It 'refuses two images for one file' {
            $twin = Add-TestImage "$in/scan.nii"
            $bad = @(Get-Bad { Convert-MedImage $scan, $twin $out -Format mha })
            $bad.Count | Should -Be 1
            $bad[0].FullyQualifiedErrorId | Should -Be 'TargetUsedTwice,MedIO.PowerShell.ConvertMedImageCommand'
            $bad[0].TargetObject | Should -Be $twin
            (Get-MedMeta (Join-Path $out 'scan.mha')).Spacing.ToString() | Should -Be '0.5 0.5 2'
        }

        It 'refuses two headers for one data file, <_>' -ForEach 'with -Force', 'without' {
            Read-MedImage $scan | Save-MedImage "$in/x.mhd"
            $half = Read-MedImage $scan -Slice '0:2'
            $half | Save-MedImage "$in/b/x.nhdr" -CreateDirectory
            Move-Item "$in/b/x.raw" "$in/b/y.raw"
            $text = (Get-Content "$in/b/x.nhdr" -Raw).Replace('x.raw', 'y.raw')
            [IO.File]::WriteAllText("$in/b/x.nhdr", $text)
            Move-Item "$in/b/*" $in
            $force = $_ -eq 'with -Force'
            $bad = @(Get-Bad { $script:done = @(Convert-MedImage "$in/x.mhd", "$in/x.nhdr" $out -Force:$force -ThrottleLimit 1) })
            $bad.Count | Should -Be 1
            $bad[0].FullyQualifiedErrorId | Should -Be 'TargetUsedTwice,MedIO.PowerShell.ConvertMedImageCommand'
            "$($bad[0])" | Should -Match 'x\.raw'
            Get-Relative $out | Should -Be 'x.mhd', 'x.raw'
            [Linq.Enumerable]::SequenceEqual([int16[]] ($done | Read-MedImage).Voxels, [int16[]] (Read-MedImage $scan).Voxels) | Should -BeTrue
        }

        It 'replaces no file that it has read from, even with -Force' {
            $twin = Add-TestImage "$in/scan.nii"
            $before = [IO.File]::ReadAllBytes($scan)
            $bad = @(Get-Bad { Convert-MedImage $scan, $twin $in -Format nii.gz -Orientation SAR -Force -ThrottleLimit 1 })
            $bad.FullyQualifiedErrorId | Should -Be @('TargetIsSource,MedIO.PowerShell.ConvertMedImageCommand', 'TargetUsedTwice,MedIO.PowerShell.ConvertMedImageCommand')
            $bad = @(Get-Bad { $scan, $twin | Convert-MedImage -Destination $in -Format nii -Force -Root $in -ThrottleLimit 1 })
            [Linq.Enumerable]::SequenceEqual($before, [IO.File]::ReadAllBytes($scan)) | Should -BeTrue
            $other = Add-TestImage "$in/scan.mha" @{ Affine = (-1, 0, 0, 10), (0, 1, 0, -20), (0, 0, 3, 30) }
            $bad = @(Get-Bad { Convert-MedImage $scan, $other $in -Format '.nii.gz' -Force -ThrottleLimit 1 })
            $bad.Count | Should -Be 2
            [Linq.Enumerable]::SequenceEqual($before, [IO.File]::ReadAllBytes($scan)) | Should -BeTrue
        }

        It 'never writes over its source, even with -Force' {
            $before = [IO.File]::ReadAllBytes($scan)
            $bad = @(Get-Bad { Convert-MedImage $scan $in -Orientation SAR -Force })
            $bad[0].FullyQualifiedErrorId | Should -Be 'TargetIsSource,MedIO.PowerShell.ConvertMedImageCommand'
            [Linq.Enumerable]::SequenceEqual($before, [IO.File]::ReadAllBytes($scan)) | Should -BeTrue
            Get-Relative $in | Should -Be 'a/b/deep.nii', 'scan.nii.gz'
        }

        It 'does not take up what it has just written' {
            Push-Location -LiteralPath $folder
            try { $done = Get-ChildItem . -Recurse -File | Convert-MedImage -Destination ./in/a/new -Format mha }
            finally { Pop-Location }
            @($done).Count | Should -Be 2
        }
    }

    Context 'what exists already' {
        It 'keeps it without -Force' {
            $null = [IO.Directory]::CreateDirectory($out)
            $target = Join-Path $out 'scan.mha'
            [IO.File]::WriteAllText($target, 'precious')
            $bad = @(Get-Bad { Convert-MedImage $scan $out -Format mha })
            $bad[0].FullyQualifiedErrorId | Should -Be 'FileExists,MedIO.PowerShell.ConvertMedImageCommand'
            $bad[0].CategoryInfo.Category | Should -Be 'ResourceExists'
            [IO.File]::ReadAllText($target) | Should -Be 'precious'
        }

        It 'replaces it with -Force, read-only or not' {
            $null = [IO.Directory]::CreateDirectory($out)
            $target = Join-Path $out 'scan.mha'
            [IO.File]::WriteAllText($target, 'old')
            [IO.File]::SetAttributes($target, 'ReadOnly')
            (Convert-MedImage $scan $out -Format mha -Force).Shape.ToString() | Should -Be '4x5x6'
        }

        It 'leaves what it cannot replace as it was' {
            $null = [IO.Directory]::CreateDirectory($out)
            $target = Join-Path $out 'scan.mha'
            [IO.File]::WriteAllText($target, 'old')
            [IO.File]::SetAttributes($target, 'ReadOnly')
            $bad = @(Get-Bad { Convert-MedImage $scan $out -Format mha -Force -Slice '9' })
            $bad[0].FullyQualifiedErrorId | Should -BeLike 'InvalidSlice,*'
            [IO.File]::ReadAllText($target) | Should -Be 'old'
            (Get-Item -LiteralPath $target).IsReadOnly | Should -BeTrue
            [IO.File]::SetAttributes($target, 'Normal')
        }
    }

    It 'writes nothing with -WhatIf' {
        Convert-MedImage $scan $out -Format mha -WhatIf | Should -BeNullOrEmpty
        Test-Path -LiteralPath $out | Should -BeFalse
    }

    It 'goes on after what cannot be converted, in order' {
        [IO.File]::WriteAllText((Join-Path $in 'b.txt'), 'no image')
        $cut = Join-Path $in 'cut.nii'
        $bytes = [IO.File]::ReadAllBytes($deep)
        [IO.File]::WriteAllBytes($cut, $bytes[0..399])
        $bad = @(Get-Bad { $script:done = @($cut, (Join-Path $in 'b.txt'), $scan, (Join-Path $in 'none.nii') | Convert-MedImage -Destination $out -Format mha) })
        ($bad.FullyQualifiedErrorId -replace ',.*') | Sort-Object | Should -Be 'FileNotFound', 'TruncatedData', 'UnknownFormat'
        $done.Count | Should -Be 1
        Get-Relative $out | Should -Be 'scan.mha'
    }

    It 'converts what is there of a file that is cut off with -AllowTruncated' {
        $cut = Join-Path $in 'cut.nii'
        [IO.File]::WriteAllBytes($cut, [IO.File]::ReadAllBytes($deep)[0..399])
        $done = Convert-MedImage $cut $out -Format mha -AllowTruncated -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike "*$cut*"
        [int16[]] ($done | Read-MedImage).Voxels[0..25] | Should -Be ((0..23) + 0, 0)
    }

    It 'says that a format is not known or not written: <_>' -ForEach 'xyz', 'doc', 'ima', '{0}.nii', '/{0:D3}.png' {
        { Convert-MedImage $scan $out -Format $_ } | Should -Throw -ErrorId 'UnknownSuffix,MedIO.PowerShell.ConvertMedImageCommand'
        Test-Path -LiteralPath $out | Should -BeFalse
    }

    It 'wants a folder to write to' {
        { Convert-MedImage $deep $scan -Format mha } | Should -Throw -ErrorId 'NotAFolder,MedIO.PowerShell.ConvertMedImageCommand'
    }

    Context 'files that belong together' {
        BeforeEach {
            $null = Read-MedImage $scan | Save-MedImage (Join-Path $in 'pair.img') -PassThru
            Read-MedImage $deep | Save-MedImage (Join-Path $in 'z.mhd')
        }

        It 'converts a pair once, and leaves data files out' {
            $said = Get-ChildItem -LiteralPath $in -File | Convert-MedImage -Destination $out -Format nii.gz -Verbose 4>&1
            $verbose = @($said | Where-Object { $_ -is [Management.Automation.VerboseRecord] -and "$_" -like '*skipped*' })
            ($verbose | ForEach-Object { "$_" }) -match 'z\.raw' | Should -Not -BeNullOrEmpty
            $verbose.Count | Should -Be 2
            @($said | Where-Object { $_ -is [MedIO.MedConversion] }).Count | Should -Be 3
            Get-ChildItem -LiteralPath $out -Recurse -File | ForEach-Object Name | Sort-Object | Should -Be 'pair.nii.gz', 'scan.nii.gz', 'z.nii.gz'
        }

        It 'converts a pair once where the data file comes first, too' {
            $bad = @(Get-Bad { $script:done = @('pair.img', 'pair.hdr' | ForEach-Object { Join-Path $in $_ } | Convert-MedImage -Destination $out -Format nii.gz) })
            $bad | Should -BeNullOrEmpty
            $done.Count | Should -Be 1
            $done[0].Source | Should -Be (Join-Path $in 'pair.img').Replace('.img', '.hdr')
        }

        It 'takes the data file of a pair for its header where it comes alone' {
            $done = Convert-MedImage (Join-Path $in 'pair.img') $out -Format nii
            $done.Shape.ToString() | Should -Be '4x5x6'
            $done.Path | Should -Be (Join-Path $out 'pair.nii')
        }

        It 'refuses a data file that no header in the run names' {
            $bad = @(Get-Bad { Convert-MedImage (Join-Path $in 'z.raw') $out -Format nii })
            $bad[0].FullyQualifiedErrorId | Should -BeLike 'UnknownFormat,*'
        }
    }

    Context 'DICOM' {
        BeforeEach {
            $script:study = Add-TestSeries "$folder/study/one"
            $null = Add-TestSeries "$folder/study/two" 4 @{ Series = '2.25.200'; SeriesNumber = 2; Description = 'T2 fast' }
        }

        It 'makes series of files that come one by one' {
            $done = Get-ChildItem -LiteralPath "$folder/study" -Recurse -File | Convert-MedImage -Destination $out -Format nii.gz -Root "$folder/study"
            Get-Relative $out | Should -Be 'one/1_T1.nii.gz', 'two/2_T2_fast.nii.gz'
            $done | ForEach-Object { $_.Shape.ToString() } | Should -Be '3x2x3', '3x2x4'
            [uint16[]] ($done[0] | Read-MedImage).Voxels[6..11] | Should -Be (100..105)
        }

        It 'makes series of a folder, with -Recurse of those inside' {
            $null = Convert-MedImage "$folder/study" $out -Recurse -Format mha
            Get-Relative $out | Should -Be 'one/1_T1.mha', 'two/2_T2_fast.mha'
        }

        It 'takes one series with -Series' {
            $null = Convert-MedImage "$folder/study" $out -Recurse -Format mha -Series 2
            Get-Relative $out | Should -Be 'two/2_T2_fast.mha'
        }

        It 'takes series from the pipeline' {
            $null = Get-DicomSeries "$folder/study" -Recurse | Convert-MedImage -Destination $out -Format mha -Root $folder
            Get-Relative $out | Should -Be 'study/one/1_T1.mha', 'study/two/2_T2_fast.mha'
        }

        It 'takes folders and their files together, each series once' {
            $said = Get-ChildItem -LiteralPath $folder -Recurse | Convert-MedImage -Destination $out -Format mha -Root $folder
            @($said).Count | Should -Be 4
            Get-Relative $out | Should -Be 'in/a/b/deep.mha', 'in/scan.mha', 'study/one/1_T1.mha', 'study/two/2_T2_fast.mha'
        }

        It 'lets a single file keep its name' {
            $file = (Get-ChildItem -LiteralPath $study -File)[0]
            (Convert-MedImage $file.FullName $out -Format nii).Path | Should -Be (Join-Path $out ($file.BaseName + '.nii'))
        }

        It 'says nothing of the patient' {
            $done = Get-ChildItem -LiteralPath "$folder/study" -Recurse -File | Convert-MedImage -Destination $out -Format mha
            "$($done | Format-List * | Out-String)" | Should -Not -Match 'Secret'
            foreach ($path in $done.Path) { [Text.Encoding]::ASCII.GetString([IO.File]::ReadAllBytes($path)) | Should -Not -Match 'Secret' }
        }

        It 'needs -Format for series' {
            $bad = @(Get-Bad { Convert-MedImage $study $out })
            $bad[0].FullyQualifiedErrorId | Should -BeLike 'UnknownSuffix,*'
        }

        It 'reports a series with a hole, and fills it when allowed' {
            $hole = Add-TestSeries "$folder/hole" 5 @{} -Without 2
            $bad = @(Get-Bad { Convert-MedImage $hole $out -Format mha })
            $bad[0].FullyQualifiedErrorId | Should -BeLike 'MissingSlices,*'
            (Convert-MedImage $hole $out -Format mha -AllowMissingSlices -WarningAction SilentlyContinue).Shape.ToString() | Should -Be '3x2x5'
        }

        It 'writes DICOM, where axes allow it' {
            $bad = @(Get-Bad { Convert-MedImage $scan $out -Format dcm })
            if ($bad) { $bad[0].FullyQualifiedErrorId | Should -BeLike 'CannotRepresent,*' }
            $done = Convert-MedImage $scan $out -Format dcm -AllowReorient -Force
            $done.Format | Should -Be 'DICOM'
            $done.Shape.ToString() | Should -Be '4x5x6'
        }
    }

    Context 'pictures' {
        It 'turns a picture by those of three letters that are its own' {
            $picture = "$in/plane.png"
            [MedIO.MedImage]::new([byte[,]]::new(2, 3), [MedIO.Affine]::Identity(2)) | Save-MedImage $picture -WarningAction SilentlyContinue
            $bad = @(Get-Bad { $script:done = @(Convert-MedImage $picture, $scan $out -Format nii -Orientation PLI) })
            $bad | Should -BeNullOrEmpty
            $done.Orientation | Should -Be 'PL', 'PLI'
            $done[0].Shape.ToString() | Should -Be '3x2'
            (Read-MedImage $picture -Orientation PLI).Orientation | Should -Be 'PL'
            (Get-MedMeta $picture -Orientation lpi).Orientation | Should -Be 'LP'
        }

    }

    Context 'folders of pictures' {
        BeforeEach {
            $null = Convert-MedImage $scan "$folder/slices" -Format '_{0:D2}.png' -DataType UInt8 -WarningAction SilentlyContinue
        }

        It 'writes a picture a slice, and says what is lost' {
            Get-Relative "$folder/slices" | Should -Be (1..6 | ForEach-Object { "scan_0$_.png" })
            $done = Convert-MedImage $scan $out -Format '_{0:D2}.png' -DataType UInt8 -WarningVariable warnings -WarningAction SilentlyContinue
            $done.Files.Count | Should -Be 6
            $done.Path | Should -Be (Join-Path $out 'scan_01.png')
            $done.Shape.ToString() | Should -Be '4x5x6'
            "$warnings" | Should -Match 'origin'
            $bad = @(Get-Bad { Convert-MedImage $scan $out -Format png -DataType UInt8 })
            $bad[0].FullyQualifiedErrorId | Should -BeLike 'CannotRepresent,*'
        }

        It 'takes a folder of them for a volume, and its files not once more' {
            $done = @(Get-ChildItem -LiteralPath $folder -Recurse | Where-Object FullName -Like '*slices*' | Convert-MedImage -Destination $out -Format nii.gz -Root $folder -WarningAction SilentlyContinue)
            Get-Relative $out | Should -Be 'slices.nii.gz'
            $done.Count | Should -Be 1
            $done[0].Shape.ToString() | Should -Be '4x5x6'
            [byte[]] ($done | Read-MedImage).Voxels | Should -Be (0..119)
        }

        It 'takes their distance from -Spacing' {
            (Convert-MedImage "$folder/slices" $out -Format mha -Filter *.png -Spacing 0.5, 0.5, 2).Spacing.ToString() | Should -Be '0.5 0.5 2'
        }
    }

    It 'stops at once and leaves nothing behind' {
        $many = 1..40 | ForEach-Object { Add-TestImage "$in/many/$_.nii" @{ Shape = (30, 30, 20) } }
        $first = $many | Convert-MedImage -Destination $out -Format nii.gz -CompressionLevel 9 -ThrottleLimit 4 | Select-Object -First 1
        $first.Path | Should -Be (Join-Path $out '1.nii.gz')
        Get-ChildItem -LiteralPath $out -Force -Filter *.tmp | Should -BeNullOrEmpty
        @(Get-ChildItem -LiteralPath $out).Count | Should -BeLessThan 40
        foreach ($file in Get-ChildItem -LiteralPath $out) { (Get-MedMeta $file).Shape.ToString() | Should -Be '30x30x20' }
    }
}

Describe 'Get-MedFormat' {
    It 'lists the formats' {
        $formats = @(Get-MedFormat)
        $formats[0] | Should -BeOfType MedIO.MedFormat
        $formats.Name | Should -Contain 'NIfTI'
        foreach ($format in $formats) {
            $format.CanRead -or $format.CanWrite | Should -BeTrue
            $format.Suffixes | ForEach-Object { $_ | Should -Match '^\.[a-z0-9.]+$' }
            $format.CanWrite | Should -Be ($format.WriteSuffixes.Count -gt 0)
        }
        @($formats.Name | Sort-Object -Unique).Count | Should -Be $formats.Count
    }

    It 'finds one by <_>' -ForEach 'NIfTI', 'nifti', 'nii.gz', '.nii.gz', 'nif*' {
        (Get-MedFormat $_).Name | Should -Be 'NIfTI'
    }

    It 'says that there is none' {
        $ErrorActionPreference = 'Continue'
        $bad = Get-MedFormat nonsense 2>&1
        $bad.FullyQualifiedErrorId | Should -Be 'FormatNotFound,MedIO.PowerShell.GetMedFormatCommand'
        Get-MedFormat nonsense* | Should -BeNullOrEmpty
    }

    It 'exports suffixes as text' {
        (Get-MedFormat NIfTI | ConvertTo-Csv -NoTypeInformation)[1] | Should -Match '"\.nii\.gz \.nii'
    }

    It 'gives suffixes that Save-MedImage takes' {
        $image = [MedIO.MedImage]::new([byte[, ]]::new(4, 4))
        foreach ($suffix in (Get-MedFormat | Where-Object CanWrite).WriteSuffixes) {
            $image | Save-MedImage (Join-Path $TestDrive "x$suffix") -WarningAction SilentlyContinue
            (Get-MedMeta (Join-Path $TestDrive "x$suffix") -AllowDefaultAffine -WarningAction SilentlyContinue).Shape[0] | Should -Be 4 -Because $suffix
        }
    }
}
