BeforeDiscovery {
    $onWindows = [IO.Path]::DirectorySeparatorChar -eq '\'
    $script:names = @(
        'with space.nii', 'brackets[1].nii', 'brackets[a-c].nii.gz', "quote's.nii", 'back`tick.nii',
        '$dollar.nii', '#hash;semi,comma.nii', '-dash.nii', '~tilde.nii', 'UPPER.NII'
        # Umlauts and Japanese; Windows PowerShell would misread them in a script without a BOM.
        "Gr$([char] 0xFC)$([char] 0xDF)e $([char] 0xC4)$([char] 0xD6)$([char] 0xDC).nii", "$([char] 0x65E5)$([char] 0x672C)$([char] 0x8A9E).nii"
    ) + $(if (-not $onWindows) { 'double"quote.nii', 'star*.nii', 'question?.nii' })
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestImages.ps1')
    Import-TestedModule
}

Describe 'A file called <_>' -ForEach $names {
    BeforeAll {
        $script:folder = Join-Path $TestDrive ([Guid]::NewGuid().ToString('N'))
        $null = [IO.Directory]::CreateDirectory($folder)
        $script:name = $_
        $script:file = [IO.Path]::Combine($folder, $name)
        $bytes = Get-NiftiByte
        [IO.File]::WriteAllBytes($file, $(if ($name.EndsWith('.gz')) { ConvertTo-Gzip $bytes } else { $bytes }))
    }

    It 'pipes in from Get-ChildItem' {
        (Get-ChildItem -LiteralPath $folder | Get-MedMeta).Path | Should -Be $file
        (Get-ChildItem -LiteralPath $folder | Read-MedImage).Path | Should -Be $file
    }

    It 'is a -LiteralPath' {
        (Get-MedMeta -LiteralPath $file).Path | Should -Be $file
    }

    It 'is a -LiteralPath in the current location, which is not the process''s' {
        Push-Location -LiteralPath $folder
        try { (Get-MedMeta -LiteralPath "./$name").Path | Should -Be $file }
        finally { Pop-Location }
    }

    It 'pipes in as a string and as a row of an index' {
        if ($name.Contains('`')) { Set-ItResult -Skipped -Because 'a backtick escapes in -Path' }
        ($file | Get-MedMeta).Path | Should -Be $file
        ([pscustomobject] @{ Path = $file } | Read-MedImage).Path | Should -Be $file
    }

    It 'goes on from its metadata' {
        (Get-MedMeta -LiteralPath $file | Read-MedImage).Path | Should -Be $file
    }

    It 'is saved under that name' {
        $to = [IO.Path]::Combine($folder, 'to')
        $null = [IO.Directory]::CreateDirectory($to)
        $target = [IO.Path]::Combine($to, $name)
        $saved = Read-MedImage -LiteralPath $file | Save-MedImage $target -PassThru
        $saved.FullName | Should -Be $target
        [IO.Directory]::GetFiles($to) | Should -Be $target
        ($saved | Get-MedMeta).Shape.ToString() | Should -Be '4x5x6'
    }
}

Describe 'A file whose name PowerShell cannot write' {
    It 'pipes in from Get-ChildItem: <_>' -ForEach 'back\slash.nii', 'co::lon.nii' {
        if ([IO.Path]::DirectorySeparatorChar -eq '\') { Set-ItResult -Skipped -Because 'Windows has no such names' }
        $folder = [IO.Path]::Combine($TestDrive, [Guid]::NewGuid().ToString('N'))
        $null = [IO.Directory]::CreateDirectory($folder)
        $file = [IO.Path]::Combine($folder, $_)
        [IO.File]::WriteAllBytes($file, (Get-NiftiByte))
        $item = [IO.FileInfo]::new($file)
        ($item | Get-MedMeta).Path | Should -Be $file
        ($item | Get-MedMeta | Read-MedImage).Path | Should -Be $file
    }
}

Describe 'Paths' {
    It 'of 300 characters work' -Skip:($PSVersionTable.PSEdition -eq 'Desktop') {
        $folder = $TestDrive
        while ("$folder".Length -lt 300) { $folder = Join-Path $folder ('d' * 40) }
        $file = Add-TestImage (Join-Path $folder 'scan.nii')
        $file.Length | Should -BeGreaterThan 300
        (Get-MedMeta $file).Path | Should -Be $file
        (Get-ChildItem -LiteralPath $folder | Read-MedImage | Save-MedImage (Join-Path $folder 'copy.nii.gz') -PassThru | Get-MedMeta).Shape.ToString() | Should -Be '4x5x6'
    }

    It 'expand wildcards, in order, and nothing matches nothing' {
        foreach ($n in 'a1.nii', 'a2.nii', 'b1.nii') { $null = Add-TestImage "TestDrive:/wild/$n" }
        (Get-MedMeta TestDrive:/wild/a*.nii).Name | Should -Be 'a1.nii', 'a2.nii'
        (Get-MedMeta TestDrive:/wild/[ab]1.nii).Name | Should -Be 'a1.nii', 'b1.nii'
        Get-MedMeta TestDrive:/wild/c*.nii -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'from a list that are missing are an error, brackets or not' {
        $null = Add-TestImage 'TestDrive:/list/x.nii'
        $names = 'x.nii', 'gone.nii', 'gone[1].nii', 'x.nii' | ForEach-Object { Join-Path $TestDrive "list/$_" }
        @($names | Get-MedMeta -ErrorVariable bad -ErrorAction SilentlyContinue).Count | Should -Be 2
        $bad.Count | Should -Be 2
        $bad.FullyQualifiedErrorId | Select-Object -Unique | Should -Be 'FileNotFound,MedIO.PowerShell.GetMedMetaCommand'
    }

    It 'pipe in as FullName, with brackets' {
        $null = Add-TestImage 'TestDrive:/full/x[1].nii'
        (Get-ChildItem -LiteralPath (Join-Path $TestDrive 'full') | Select-Object FullName, Length | Get-MedMeta).Name | Should -Be 'x[1].nii'
    }

    It 'take a backtick before a bracket in -Path' {
        $null = Add-TestImage 'TestDrive:/esc/x[1].nii'
        (Get-MedMeta 'TestDrive:/esc/x`[1`].nii').Name | Should -Be 'x[1].nii'
    }

    It 'resolve through drives and relative to the location' {
        $null = Add-TestImage 'TestDrive:/rel/deep/x.nii'
        $null = New-PSDrive -Name MedIOTest -PSProvider FileSystem -Root (Join-Path $TestDrive 'rel')
        try {
            $expected = [IO.Path]::Combine($TestDrive, 'rel', 'deep', 'x.nii')
            (Get-MedMeta MedIOTest:/deep/x.nii).Path | Should -Be $expected
            (Get-MedMeta MedIOTest:/deep/*.nii).Path | Should -Be $expected
            Push-Location MedIOTest:/deep
            try {
                (Get-MedMeta x.nii).Path | Should -Be $expected
                (Get-MedMeta ../deep/x.nii).Path | Should -Be $expected
                Read-MedImage x.nii | Save-MedImage y.nii
                Test-Path (Join-Path $TestDrive 'rel/deep/y.nii') | Should -BeTrue
            }
            finally { Pop-Location }
        }
        finally { Remove-PSDrive MedIOTest }
    }

    It 'of another provider are a clear error: <_>' -ForEach 'Env:PATH', 'Function:prompt', 'Variable:PSHOME' {
        $null = Get-MedMeta -LiteralPath $_ -ErrorVariable bad -ErrorAction SilentlyContinue
        $bad.Count | Should -Be 1
        $bad[0].FullyQualifiedErrorId | Should -Be 'NotFileSystemPath,MedIO.PowerShell.GetMedMetaCommand'
        $null = Get-MedMeta "$_*" -ErrorVariable bad -ErrorAction SilentlyContinue
        $bad[0].FullyQualifiedErrorId | Should -Be 'NotFileSystemPath,MedIO.PowerShell.GetMedMetaCommand'
    }

    It 'on a drive that is not there are a clear error' {
        $null = Get-MedMeta nowhere:/x.nii -ErrorVariable bad -ErrorAction SilentlyContinue
        $bad[0].FullyQualifiedErrorId | Should -Be 'InvalidPath,MedIO.PowerShell.GetMedMetaCommand'
    }
}
