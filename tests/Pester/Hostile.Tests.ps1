# Names, headers and values made to do harm: at a console, in a spreadsheet, in a folder that is written to. What the core
# refuses is tested in tests/MedIO.Tests/Hostile; here is what a user of the cmdlets sees.
BeforeDiscovery {
    $script:onWindows = [IO.Path]::DirectorySeparatorChar -eq '\'
    $escape = [char] 27
    $script:payloads = @(
        @{ Does = 'sets a title'; Payload = "$escape]0;owned$([char] 7)" }
        @{ Does = 'clears the screen and colours'; Payload = "$escape[2J$escape[31m" }
        @{ Does = 'does so by C1'; Payload = "$([char] 0x9b)2J" }
        @{ Does = 'turns the direction'; Payload = "a$([char] 0x202e)gpj.exe" }
        @{ Does = 'turns it by a mark'; Payload = "a$([char] 0x200f)b$([char] 0x061c)" }
        @{ Does = 'overwrites its line'; Payload = "good`rbad" }
    )
    $script:formulas = '=cmd|'' /C calc''!A0', '+cmd|1', '-2+3+cmd|1', '@SUM(1)', ' =1+1', "$([char] 0xff1d)1+1"
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestImages.ps1')
    . (Join-Path $PSScriptRoot 'TestSlices.ps1')
    Import-TestedModule

    function Get-Obeyed([string] $Text) {
        # What a console obeys, but for lines and the engine's own colours.
        $Text -replace '\x1b\[[0-9;]*m', '' -split '' | Where-Object { $_ -match '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]' -or $_ -eq [char] 0x2028 }
    }

    function Format-Output($Object, [string] $As) {
        # As a console gets it, colours and all.
        $style = Get-Variable PSStyle -ValueOnly -ErrorAction Ignore
        $before = if ($style) { $style.OutputRendering }
        try {
            if ($style) { $style.OutputRendering = 'Ansi' }
            switch ($As) {
                'default' { $Object | Out-String -Width 200 }
                'table' { $Object | Format-Table | Out-String -Width 200 }
                'list' { $Object | Format-List | Out-String -Width 200 }
                'all' { $Object | Format-List * | Out-String -Width 200 }
            }
        }
        finally {
            if ($style) { $style.OutputRendering = $before }
        }
    }
}

Describe 'A description that <Does>' -ForEach $payloads {
    BeforeAll {
        $script:folder = Join-Path $TestDrive ([Guid]::NewGuid().ToString('N'))
        # In an item of a sequence, too.
        $said = [Text.Encoding]::UTF8.GetBytes("said $Payload")
        if ($said.Length % 2) { $said += [byte] 32 }
        $item = [byte[]] ((0xfe, 0xff, 0x00, 0xe0) + [BitConverter]::GetBytes([uint32] (8 + $said.Length)) + (8, 0, 4, 1, 76, 79) + [BitConverter]::GetBytes([uint16] $said.Length) + $said)
        $null = Add-TestSeries $folder -With @{ CharacterSet = 'ISO_IR 192'; Description = "x$Payload"; Patient = "Some^x$Payload"; Modality = 'MR'; More = 0x20, 0x9221, 'SQ', $item }
        $script:file = @(Get-ChildItem -LiteralPath $folder -File)[0].FullName
    }

    It 'reaches no console: <_>' -ForEach 'default', 'table', 'list', 'all' {
        $tags = Get-DicomElement $file -Tag PatientName, SeriesDescription, Modality, DimensionOrganizationSequence
        $item = @($tags.DimensionOrganizationSequence)[0]
        $item['CodeMeaning'] | Should -BeLike 'said*'
        foreach ($output in (Get-DicomSeries $folder), (Get-MedMeta $folder), (Get-DicomElement $file), $tags, $tags.PatientName, $item, (Get-MedMeta $folder -Header).Header, (Read-MedImage $folder)) {
            if ($_ -in 'all', 'table' -and $output -is [MedIO.Dicom.DicomPersonName]) { continue }
            $text = Format-Output $output $_
            $text.Length | Should -BeGreaterThan 20
            Get-Obeyed $text | Should -BeNullOrEmpty
        }
    }

    It 'is in the data as it is in the file' {
        $whole = [string] (Get-DicomElement $file -Tag SeriesDescription).SeriesDescription
        $whole | Should -BeOfType string
        (Get-DicomElement $file | Where-Object Keyword -EQ SeriesDescription | Select-Object -First 1).Value | Should -BeLike 'x*'
        (Get-DicomElement $file -Tag SeriesDescription | ConvertTo-Csv | ConvertFrom-Csv).SeriesDescription | Should -BeLike 'x*'
    }
}

Describe 'A file whose name <Does>' -ForEach $payloads -Skip:$onWindows {
    BeforeAll {
        $script:folder = Join-Path $TestDrive ([Guid]::NewGuid().ToString('N'))
        $null = [IO.Directory]::CreateDirectory($folder)
        $script:file = [IO.Path]::Combine($folder, "x$Payload.nii")
        [IO.File]::WriteAllBytes($file, (Get-NiftiByte))
        $script:cut = [IO.Path]::Combine($folder, "y$Payload.nii")
        [IO.File]::WriteAllBytes($cut, [byte[]] (Get-NiftiByte)[0..360])
    }

    It 'reaches no console by its metadata: <_>' -ForEach 'default', 'table', 'list' {
        $slice = [IO.Path]::Combine($folder, "z$Payload.dcm")
        [IO.File]::WriteAllBytes($slice, (Get-SliceByte))
        foreach ($output in (Get-DicomElement -LiteralPath $slice), (Get-DicomElement -LiteralPath $slice | Select-Object Path, Value), (Get-DicomElement -LiteralPath $slice -Tag Modality)) {
            Get-Obeyed (Format-Output $output $_) | Should -BeNullOrEmpty
        }
        (Get-DicomElement -LiteralPath $slice)[0].Path | Should -BeExactly $slice
        [IO.File]::Delete($slice)
        foreach ($output in (Get-MedMeta -LiteralPath $file), (Read-MedImage -LiteralPath $file), (Get-MedMeta -LiteralPath $file | Select-Object Name, Path), (Read-MedImage -LiteralPath $file | Select-Object Name, Path), (Convert-MedImage -LiteralPath $file -Destination (Join-Path $folder "to-$_") -Format mha)) {
            Get-Obeyed (Format-Output $output $_) | Should -BeNullOrEmpty
        }
        "$(Get-MedMeta -LiteralPath $file)" | Should -BeLike 'x*4x5x6*'
        Get-Obeyed "$(Get-MedMeta -LiteralPath $file)" | Should -BeNullOrEmpty
    }

    It 'reaches no console by errors, warnings, verbose text and -WhatIf' {
        $image = Read-MedImage -LiteralPath $file
        $all = @(Read-MedImage -LiteralPath $cut -ErrorAction Continue 2>&1) +
        @(Read-MedImage -LiteralPath $cut -AllowTruncated -WarningAction Continue 3>&1 | Where-Object { $_ -is [Management.Automation.WarningRecord] }) +
        @(Get-DicomSeries $folder -Verbose -ErrorAction Continue 4>&1 2>&1)
        $all.Count | Should -BeGreaterOrEqual 3
        foreach ($record in $all) {
            Get-Obeyed "$record" | Should -BeNullOrEmpty
            if ($record -is [Management.Automation.ErrorRecord]) {
                Get-Obeyed "$($record.CategoryInfo)" | Should -BeNullOrEmpty
                Get-Obeyed ($record | Format-List * -Force | Out-String -Width 200) | Should -BeNullOrEmpty
                Get-Obeyed ($record | Select-Object TargetObject, FullyQualifiedErrorId | Out-String -Width 200) | Should -BeNullOrEmpty
                $record.TargetObject | Should -BeIn $cut, $folder
            }
        }
        $image | Should -Not -BeNullOrEmpty
    }

    It 'reaches no console by the header of the file: <_>' -ForEach 'default', 'table', 'list' {
        $bytes = Get-NiftiByte
        [Text.Encoding]::GetEncoding(28591).GetBytes("said $payload".Replace([string] [char] 0x202e, '')).CopyTo($bytes, 148)
        $said = [IO.Path]::Combine($folder, 'said.nii')
        [IO.File]::WriteAllBytes($said, $bytes)
        $meta = Get-MedMeta -LiteralPath $said -Header
        # The test can fail: what is printed by itself does.
        if ("$payload" -match '[\x07\x1b]' -and (Get-Variable PSStyle -ErrorAction Ignore)) { Get-Obeyed (Format-Output @{ a = "said $payload" } $_) | Should -Not -BeNullOrEmpty }
        $text = Format-Output $meta.Header $_
        $text | Should -Match 'said'
        Get-Obeyed $text | Should -BeNullOrEmpty
        Get-Obeyed "$($meta.Header)" | Should -BeNullOrEmpty
        ($meta | ConvertTo-Csv | ConvertFrom-Csv).Header | Should -Match 'descrip=said'
        $meta.Header['descrip'] | Should -BeLike 'said*'
        Get-Obeyed (Format-Output (Read-MedImage -LiteralPath $said -Header).Header $_) | Should -BeNullOrEmpty
    }

    It 'is the same file to whoever asks for it by its metadata' {
        $meta = Get-MedMeta -LiteralPath $file
        $meta.Path | Should -BeExactly $file
        $meta.Name | Should -BeExactly ([IO.Path]::GetFileName($file))
        ($meta | Read-MedImage).Path | Should -BeExactly $file
        (Get-MedMeta -LiteralPath $file -Safe | Read-MedImage).Path | Should -BeExactly $file
    }
}

Describe 'A field whose name <Does>' -ForEach $payloads {
    It 'reaches no console: <_>' -ForEach 'default', 'table', 'list', 'all' {
        # PNG lets a file name its fields as it likes, and its readers check no text.
        $file = Join-Path $TestDrive 'named.png'
        $name = [Text.Encoding]::GetEncoding(28591).GetBytes("said $Payload".Replace("`r", ''))
        $bytes = [byte[]] (0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)
        foreach ($chunk in @(
                @('IHDR', [byte[]] (0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0)), @('tEXt', [byte[]] ($name + 0 + [Text.Encoding]::ASCII.GetBytes('so'))),
                @('IDAT', [byte[]] (0x78, 0x9c, 0x63, 0x60, 0, 0, 0, 2, 0, 1)), @('IEND', [byte[]] @()))) {
            $body = [byte[]] ([Text.Encoding]::ASCII.GetBytes($chunk[0]) + $chunk[1])
            $crc = [uint32]::MaxValue
            foreach ($byte in $body) {
                $crc = $crc -bxor $byte
                for ($bit = 0; $bit -lt 8; $bit++) { $crc = if ($crc -band 1) { ($crc -shr 1) -bxor [uint32] 3988292384 } else { $crc -shr 1 } }
            }
            $last = [BitConverter]::GetBytes([uint32] ($crc -bxor [uint32]::MaxValue))
            [Array]::Reverse($last)
            $bytes += [byte[]] ((0, 0, 0, $chunk[1].Length) + $body + $last)
        }
        [IO.File]::WriteAllBytes($file, $bytes)
        $meta = Get-MedMeta $file -Header
        @($meta.Header.Keys -like 'said*').Count | Should -Be 1
        $meta.Header[@($meta.Header.Keys -like 'said*')[0]] | Should -Be 'so'
        foreach ($output in $meta.Header, (Read-MedImage $file -Header).Header, $meta.Header.Keys, [pscustomobject] $meta.Header) {
            Get-Obeyed (Format-Output $output $_) | Should -BeNullOrEmpty
        }
    }
}

Describe 'A value that is <_>' -ForEach $formulas {
    BeforeAll {
        $script:formula = $_
        $script:folder = Join-Path $TestDrive ([Guid]::NewGuid().ToString('N'))
        $text = -join ($_.ToCharArray() | Where-Object { [int] $_ -lt 256 })
        $script:isLatin = $text -eq $_
        $null = Add-TestSeries $folder -With @{ Description = $text.TrimStart(); Modality = 'MR' }
        $script:stored = $text.TrimStart()
        $script:csv = Join-Path $TestDrive 'rows.csv'
    }

    It 'is no formula in a CSV of <_> -Safe' -ForEach 'Get-DicomSeries', 'Get-DicomElement', 'Get-DicomElement -Tag' {
        if (-not $isLatin) { Set-ItResult -Skipped -Because 'the file''s character set has no such sign' }
        $files = (Get-ChildItem -LiteralPath $folder -File).FullName
        $column = 'SeriesDescription'
        switch ($_) {
            'Get-DicomSeries' { Get-DicomSeries $folder -Safe | Export-Csv $csv -NoTypeInformation }
            'Get-DicomElement' { $column = 'Value'; Get-DicomElement -LiteralPath $files -Safe | Where-Object Keyword -EQ SeriesDescription | Export-Csv $csv -NoTypeInformation }
            default { Get-DicomElement -LiteralPath $files -Tag SeriesDescription, PixelSpacing, ImagePositionPatient -Safe | Export-Csv $csv -NoTypeInformation }
        }
        foreach ($row in @(Import-Csv $csv)) {
            $row.$column | Should -BeExactly "'$stored"
            foreach ($cell in $row.PSObject.Properties.Value) {
                if ($cell -notmatch '^[-+]?[0-9.\\]+$') { $cell | Should -Not -Match '^\s*[=+@-]' }
            }
        }
    }

    It 'is as it is without -Safe' {
        (Get-DicomSeries $folder).SeriesDescription | Should -BeExactly $stored
        (Get-DicomElement (Get-ChildItem -LiteralPath $folder -File)[0].FullName -Tag SeriesDescription).SeriesDescription | Should -BeExactly $stored
    }

    It 'is no formula as the name of a file' {
        if ($formula -match '[|''/]' -and [IO.Path]::DirectorySeparatorChar -eq '\') { Set-ItResult -Skipped -Because 'Windows has no such names' }
        $name = ($formula -replace '/', '') + '.nii'
        [IO.File]::WriteAllBytes([IO.Path]::Combine($TestDrive, $name), (Get-NiftiByte))
        $meta = Get-MedMeta -LiteralPath ([IO.Path]::Combine($TestDrive, $name)) -Safe
        $meta | Export-Csv $csv -NoTypeInformation
        (Import-Csv $csv).Name | Should -BeExactly "'$name"
        $meta | Should -BeOfType MedIO.MedMeta
        ($meta | Read-MedImage).Name | Should -BeExactly $name
        (Get-MedMeta -LiteralPath ([IO.Path]::Combine($TestDrive, $name))).Name | Should -BeExactly $name
    }
}

Describe 'A text that is a formula where its CSV is taken apart otherwise' {
    # A comma's file is opened where cells end with semicolons; then quotes are part of them.
    It 'is none with -Safe: <Text>' -ForEach @(
        @{ Text = 'x;=1+1'; Safe = "x;'=1+1" }
        @{ Text = 'x,@SUM(1);y'; Safe = "x,'@SUM(1);y" }
        @{ Text = 'x; "=1+1'; Safe = "x;' ""=1+1" }
        @{ Text = "x`t=1+1"; Safe = "x`t'=1+1" }
        @{ Text = "x`r`n+cmd|1"; Safe = "x`r`n'+cmd|1" }
        @{ Text = "$([char] 0x200b)=1+1"; Safe = "'$([char] 0x200b)=1+1" }
        @{ Text = "$([char] 0xfeff)$([char] 0x3000)=1+1"; Safe = "'$([char] 0xfeff)$([char] 0x3000)=1+1" }
        @{ Text = '-Infinity'; Safe = "'-Infinity" }
        @{ Text = 'x, -2.5; +1e-3 ;y-z=1'; Safe = 'x, -2.5; +1e-3 ;y-z=1' }
    ) {
        $folder = Join-Path $TestDrive ([Guid]::NewGuid().ToString('N'))
        $null = Add-TestSeries $folder -Count 1 -With @{ CharacterSet = 'ISO_IR 192'; More = 0x20, 0x4000, 'LT', $Text }
        (Get-DicomElement "$folder/*" -Tag ImageComments -Safe).ImageComments | Should -BeExactly $Safe
        (Get-DicomElement "$folder/*" -Tag ImageComments).ImageComments | Should -BeExactly $Text
    }

    It 'is none as bytes that print as text' {
        $folder = Join-Path $TestDrive ([Guid]::NewGuid().ToString('N'))
        $null = Add-TestSeries $folder -Count 1 -With @{ More = 0x21, 0x1001, 'UN', '=cmd|1' }
        (Get-DicomElement "$folder/*" -Tag '0021,1001' | ConvertTo-Csv | ConvertFrom-Csv).'0021,1001' | Should -BeExactly '=cmd|1'
        (Get-DicomElement "$folder/*" -Tag '0021,1001' -Safe | ConvertTo-Csv | ConvertFrom-Csv).'0021,1001' | Should -BeExactly "'=cmd|1"
    }

    It 'is none as a field of a header, and as the name of one' {
        $file = Join-Path $TestDrive 'fields.mha'
        [IO.File]::WriteAllText($file, "ObjectType = Image`nNDims = 2`nComment = +1+1`n@SUM(1) = x`nOffset = -1 -2`nDimSize = 2 1`nElementType = MET_UCHAR`nElementDataFile = LOCAL`nab")
        $header = (Get-MedMeta $file -Header -Safe).Header
        $header['Comment'] | Should -BeExactly "'+1+1"
        $header["'@SUM(1)"] | Should -BeExactly 'x'
        "$($header['Offset'])" | Should -BeExactly '-1 -2'
        @($header.Keys)[2, 3, 4] | Should -Be 'Comment', "'@SUM(1)", 'Offset'
        $plain = (Get-MedMeta $file -Header).Header
        $plain['Comment'], $plain['@SUM(1)'] | Should -Be '+1+1', 'x'
    }
}

Describe 'Get-MedMeta -Safe' {
    It 'leaves numbers and all that is no formula as they are, in the same columns' {
        $file = Add-TestImage 'TestDrive:/plain.nii' @{ Shape = 4, 5, 6, 2; Affine = (-0.5, 0, 0, 10), (0, -2, 0, -3), (0, 0, 1, 4); TimeStep = 2.5 }
        $null = Add-TestImage 'TestDrive:/=1+1.nii' @{ Shape = 4, 5, 6, 2; Affine = (-0.5, 0, 0, 10), (0, -2, 0, -3), (0, 0, 1, 4); TimeStep = 2.5 }
        $plain, $safe = (Get-MedMeta $file | ConvertTo-Csv -NoTypeInformation), (Get-MedMeta $file -Safe | ConvertTo-Csv -NoTypeInformation)
        $safe | Should -Be $plain
        $formula = Get-MedMeta -LiteralPath (Join-Path $TestDrive '=1+1.nii') -Safe | ConvertTo-Csv -NoTypeInformation
        $formula[0] | Should -Be $plain[0]
        $formula[1] | Should -Be ($plain[1] -replace '"plain\.nii"', '"''=1+1.nii"' -replace 'plain\.nii', '=1+1.nii')
    }
}

Describe 'A warning that begins with a formula' {
    It 'is none in a CSV of <_> -Safe' -ForEach 'Get-MedMeta', 'Convert-MedImage' {
        # Analyze, with what should be SPM's affine beside it.
        $folder = Join-Path $TestDrive ([Guid]::NewGuid().ToString('N'))
        $null = [IO.Directory]::CreateDirectory($folder)
        $bytes = Get-NiftiByte
        foreach ($at in 108..111 + 344..346) { $bytes[$at] = 0 }
        [IO.File]::WriteAllBytes([IO.Path]::Combine($folder, '=1+1.hdr'), [byte[]] $bytes[0..347])
        [IO.File]::WriteAllBytes([IO.Path]::Combine($folder, '=1+1.img'), [byte[]] $bytes[352..($bytes.Length - 1)])
        [IO.File]::WriteAllBytes([IO.Path]::Combine($folder, '=1+1.mat'), [byte[]] (1..200))
        $more = if ($_ -eq 'Convert-MedImage') { @{ Destination = $folder; Format = 'mha' } } else { @{} }
        $row = & $_ -LiteralPath ([IO.Path]::Combine($folder, '=1+1.hdr')) @more -Safe -WarningAction SilentlyContinue | ConvertTo-Csv | ConvertFrom-Csv
        $row.Warnings | Should -BeLike "'=1+1.mat*"
    }
}

Describe 'A series that is to be written out of its folder' {
    It 'stays in the destination: <_>' -ForEach '../../../up', '..\..\up', '/tmp/up', 'C:\up', 'CON', '..', '-rf', ("x" * 300) {
        $folder = Join-Path $TestDrive ([Guid]::NewGuid().ToString('N'))
        $null = Add-TestSeries (Join-Path $folder 'in') -With @{ Description = $_ }
        $to = Join-Path $folder 'to/deep/er'
        $done = Convert-MedImage (Join-Path $folder 'in') $to -Format nii.gz
        $done.Path | Should -BeLike "$([WildcardPattern]::Escape($to))*.nii.gz"
        @(Get-ChildItem -LiteralPath $folder -Recurse -File -Filter *.nii.gz).FullName | Should -Be $done.Path
        [IO.Path]::GetFileName($done.Path) | Should -Match '^[0-9a-zA-Z]'
    }

    It 'goes nowhere else by -Pattern: <_>' -ForEach '../{0}.dcm', '/tmp/{0}.dcm', '..', 'a\{0}', 'COM{0}.dcm', "a`n{0}.dcm", '{0}.dcm.' {
        $folder = Join-Path $TestDrive ([Guid]::NewGuid().ToString('N'))
        $image = Read-MedImage (Add-TestImage (Join-Path $folder 'a.nii'))
        $image | Export-DicomSeries (Join-Path $folder 'out') -AllowReorient -Pattern $_ -ErrorVariable bad -ErrorAction SilentlyContinue
        "$($bad[0].FullyQualifiedErrorId)" | Should -BeLike 'InvalidPattern,*'
        @(Get-ChildItem -LiteralPath $folder -Recurse -File).Name | Should -Be 'a.nii'
    }
}

Describe 'A header that names a file out of its folder' {
    BeforeAll {
        $script:folder = Join-Path $TestDrive 'apart'
        $null = [IO.Directory]::CreateDirectory((Join-Path $folder 'in'))
        [IO.File]::WriteAllBytes((Join-Path $folder 'secret.raw'), [byte[]] (1, 2, 3, 4))
        $script:header = Join-Path $folder 'in/a.mhd'
    }

    It 'is a security error unless -AllowExternalData: <_>' -ForEach 'by name', 'by a link' {
        $name = '../secret.raw'
        if ($_ -eq 'by a link') {
            try { $null = New-Item -ItemType SymbolicLink -Path (Join-Path $folder 'in/b.raw') -Target (Join-Path $folder 'secret.raw') -ErrorAction Stop }
            catch { Set-ItResult -Skipped -Because "links cannot be made here: $_" }
            $name = 'b.raw'
        }
        [IO.File]::WriteAllText($header, "ObjectType = Image`nNDims = 2`nDimSize = 2 2`nElementType = MET_UCHAR`nElementDataFile = $name`n")
        foreach ($command in 'Get-MedMeta', 'Read-MedImage', 'Convert-MedImage') {
            $more = if ($command -eq 'Convert-MedImage') { @{ Destination = (Join-Path $folder ([Guid]::NewGuid().ToString('N'))); Format = 'nii' } } else { @{} }
            & $command $header @more -ErrorVariable bad -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $bad.Count | Should -Be 1
            $bad[0].FullyQualifiedErrorId | Should -BeLike 'DataFileOutsideFolder,*'
            $bad[0].CategoryInfo.Category | Should -Be 'SecurityError'
            @(& $command $header @more -AllowExternalData).Count | Should -Be 1
        }
    }
}

Describe 'Names of files that are odd' {
    It 'are neither written nor waited for where Windows has devices of them: <_>' -Skip:(-not $onWindows) -ForEach 'con.nii', 'NUL.nii.gz', 'COM1.nii', 'aux.mha' {
        $path = [IO.Path]::Combine($TestDrive, $_)
        [MedIO.MedImage]::new([int16[,,]]::new(2, 3, 4), [MedIO.Affine]::Identity()) | Save-MedImage $path -Force -ErrorVariable bad -ErrorAction SilentlyContinue
        $bad.Count | Should -Be 1
        $bad[0].FullyQualifiedErrorId | Should -Be 'FileNotWritable,MedIO.PowerShell.SaveMedImageCommand'
        "$($bad[0])" | Should -Match 'device'
        Get-MedMeta -LiteralPath $path -ErrorVariable bad -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $bad[0].FullyQualifiedErrorId | Should -Be 'EmptyFile,MedIO.PowerShell.GetMedMetaCommand'
    }

    It 'are read, converted and saved as they are: <_>' -Skip:$onWindows -ForEach "new`nline.nii", "tab`t.nii", '--help.nii', ' blank.nii', 'blank .nii', 'x.nii ', "$([char] 0xd83e)$([char] 0xdde0).nii", (('n' * 251) + '.nii') {
        $folder = [IO.Path]::Combine($TestDrive, [Guid]::NewGuid().ToString('N'))
        $null = [IO.Directory]::CreateDirectory($folder)
        [IO.File]::WriteAllBytes([IO.Path]::Combine($folder, $_), (Get-NiftiByte))
        $meta = Get-ChildItem -LiteralPath $folder | Get-MedMeta
        $meta.Name | Should -BeExactly $_
        $copy = $meta | Read-MedImage
        if ($_.EndsWith('.nii')) {
            $null = [IO.Directory]::CreateDirectory([IO.Path]::Combine($folder, 'to'))
            $copy | Save-MedImage ([IO.Path]::Combine($folder, 'to'))
            [IO.Directory]::GetFiles([IO.Path]::Combine($folder, 'to')) | Should -BeExactly ([IO.Path]::Combine($folder, 'to', $_))
        }
    }

    It 'that are too long to write are one error, and nothing is left behind' {
        $folder = Join-Path $TestDrive 'long'
        $image = Read-MedImage (Add-TestImage (Join-Path $folder 'a.nii'))
        $image | Save-MedImage (Join-Path $folder (('n' * 300) + '.nii')) -ErrorVariable bad -ErrorAction SilentlyContinue
        $bad.Count | Should -Be 1
        $bad[0].FullyQualifiedErrorId | Should -BeLike 'FileNotWritable,*'
        @(Get-ChildItem -LiteralPath $folder -Force).Name | Should -Be 'a.nii'
    }
}

Describe 'A session that reads for long' {
    # build.ps1 -Task Endure is the long form. In Windows PowerShell there is no tests' folder beside all modules.
    It 'does not grow' {
        $script = Join-Path (Split-Path -Parent (Split-Path -Parent $PSScriptRoot)) 'bench/Measure-Endurance.ps1'
        $states = @(& $script -Module (Get-Module MedIO.PowerShell).ModuleBase -Reads 3000)
        $states.Count | Should -BeGreaterOrEqual 3
        $states[-1].Reads | Should -BeGreaterOrEqual 3000
    }
}
