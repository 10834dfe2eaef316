# Backends: how they are listed, registered and chosen, and how they keep to themselves. What loads one runs in a process
# of its own, with what the user has registered; the suite itself runs without any.
BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestBackends.ps1')
    $script:isShell = Test-Shell
    $script:isCore = $PSVersionTable.PSVersion.Major -ge 6
    $available = @{}
    if ($isShell) {
        foreach ($line in Invoke-Fresh 'Get-MedBackend | ForEach-Object { "$($_.Name)|$($_.Available)|$($_.Reason)" }') {
            $name, $is, $reason = $line -split '\|', 3
            $available[$name] = $is -eq 'True'
            if ($is -eq 'False') {
                Write-Host "Tests of $name are skipped: $reason"
            }
        }
    }
    $script:hasItk = [bool] $available['SimpleItk']
    $script:hasFoDicom = [bool] $available['FoDicom']
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestImages.ps1')
    . (Join-Path $PSScriptRoot 'TestBackends.ps1')
    Import-TestedModule
    $script:folder = Join-Path $TestDrive 'work [1] ü'
    $null = New-Item -ItemType Directory $folder
    $script:scan = Add-TestImage (Join-Path $folder 'scan.nii')
    $script:readers = 'Get-MedMeta', 'Read-MedImage', 'Convert-MedImage'
    function Get-Bad([scriptblock] $Script) {
        $ErrorActionPreference = 'Continue'
        & $Script 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] }
    }
}

Describe 'Get-MedBackend' {
    It 'lists them all, those too that are not available, with the reason' {
        $all = @(Get-MedBackend)
        $all[0] | Should -BeOfType MedIO.MedBackend
        $all.Name | Should -Be 'MedIO', 'SimpleItk', 'FoDicom'
        $all[0].Available | Should -BeTrue
        $all[0].Version | Should -Match '^\d+\.\d+\.\d+$'
        Test-Path -LiteralPath $all[0].Path | Should -BeTrue
        $all[0].Reason | Should -BeNullOrEmpty
        foreach ($other in $all[1, 2]) {
            $other.Available | Should -BeFalse
            $other.Reason | Should -Match $other.Name
            $other.Version | Should -BeNullOrEmpty
        }
        $all[1].Reason | Should -Match 'switched off.*MEDIO_SIMPLEITK'
    }

    It 'finds <Name> by <Given>' -ForEach @(
        @{ Given = 'SimpleItk'; Name = 'SimpleItk' }, @{ Given = 'ITK'; Name = 'SimpleItk' }, @{ Given = 'sitk'; Name = 'SimpleItk' }
        @{ Given = 's*'; Name = 'SimpleItk' }, @{ Given = 'nib'; Name = 'MedIO' }, @{ Given = 'pdcm'; Name = 'FoDicom' }, @{ Given = '*dicom'; Name = 'FoDicom' }
    ) {
        (Get-MedBackend $Given).Name | Should -Be $Name
        ($Given | Get-MedBackend).Name | Should -Be $Name
    }

    It 'says that there is none' {
        $bad = @(Get-Bad { Get-MedBackend nonsense, nib })
        $bad.FullyQualifiedErrorId | Should -Be 'BackendNotFound,MedIO.PowerShell.GetMedBackendCommand'
        $bad.TargetObject | Should -Be 'nonsense'
        Get-MedBackend nonsense* | Should -BeNullOrEmpty
    }

    It 'shows a table, and the reason in a list' {
        $table = Get-MedBackend | Out-String -Width 200
        $table | Should -Match 'Name\s+Version\s+Available\s+Path'
        $list = Get-MedBackend SimpleItk | Format-List | Out-String -Width 500
        $list | Should -Match 'Reason\s+: The backend SimpleItk is switched off'
        $list | Should -Match 'Aliases\s+: itk sitk'
        Get-MedBackend MedIO | Format-List | Out-String | Should -Not -Match 'Reason'
    }

    It 'completes what it lists' {
        (TabExpansion2 'Get-MedBackend ' 15).CompletionMatches.CompletionText | Should -Be 'MedIO', 'SimpleItk', 'FoDicom'
    }

    It 'exports lists as text' {
        (Get-MedBackend MedIO | ConvertTo-Csv -NoTypeInformation)[1] | Should -Match '"\.nii\.gz \.nii'
    }
}

Describe 'Register-MedBackend' {
    It 'says what is wrong: <Id>, <Target>' -ForEach @(
        @{ Script = { Register-MedBackend SimpleItk (Join-Path $folder 'nowhere') }; Id = 'BackendNotAvailable'; Says = 'no such folder'; Target = 'nowhere' }
        @{ Script = { Register-MedBackend SimpleItk $folder }; Id = 'BackendNotAvailable'; Says = 'SimpleITKCSharpManaged'; Target = 'work' }
        @{ Script = { Register-MedBackend nonsense $folder }; Id = 'BackendNotAvailable'; Says = 'no backend .nonsense.*SimpleItk, FoDicom'; Target = 'work' }
        @{ Script = { Register-MedBackend MedIO $folder }; Id = 'BackendNotAvailable'; Says = 'part of this module'; Target = 'work' }
        @{ Script = { Register-MedBackend Auto $folder }; Id = 'BackendNotAvailable'; Says = 'part of this module'; Target = 'work' }
        @{ Script = { Register-MedBackend FoDicom $folder }; Id = 'BackendNotAvailable'; Says = 'there is no MedIO\.FoDicom\.dll in it'; Target = 'work' }
        @{ Script = { Register-MedBackend SimpleItk Env:PATH }; Id = 'NotFileSystemPath'; Says = 'provider Environment'; Target = 'Env' }
    ) {
        $bad = @(Get-Bad $Script)
        $bad.Count | Should -Be 1
        $bad[0].FullyQualifiedErrorId | Should -Be "$Id,MedIO.PowerShell.RegisterMedBackendCommand"
        "$($bad[0])" | Should -Match $Says
        $bad[0].TargetObject | Should -Match $Target
        (Get-MedBackend SimpleItk).Reason | Should -Match 'is switched off'
    }

    It 'does nothing with -WhatIf' {
        Register-MedBackend SimpleItk $folder -Persist -WhatIf | Should -BeNullOrEmpty
        Unregister-MedBackend SimpleItk -Persist -WhatIf | Should -BeNullOrEmpty
        (Get-MedBackend SimpleItk).Reason | Should -Match 'is switched off'
    }
}

Describe 'The environment variable of a backend' {
    BeforeAll { $before = $env:MEDIO_SIMPLEITK }
    AfterAll { $env:MEDIO_SIMPLEITK = $before }

    It 'says so where it names no folder: <_>' -ForEach '/nowhere/at/all', '"/nowhere/at/all"', "no`tway|" {
        $env:MEDIO_SIMPLEITK = $_
        (Get-MedBackend SimpleItk).Reason | Should -Match 'there is no such folder.*MEDIO_SIMPLEITK'
        (Get-MedMeta -LiteralPath $scan).Backend | Should -Be 'MedIO'
    }
}

Describe 'Unregister-MedBackend' {
    It 'says that there is none' {
        (Get-Bad { Unregister-MedBackend nonsense }).FullyQualifiedErrorId | Should -Be 'BackendNotAvailable,MedIO.PowerShell.UnregisterMedBackendCommand'
    }

    It 'takes backends from the pipeline, registered or not' {
        Get-MedBackend SimpleItk, FoDicom | Unregister-MedBackend | Should -BeNullOrEmpty
        'itk' | Unregister-MedBackend | Should -BeNullOrEmpty
    }
}

Describe '-Backend' {
    It 'ends <_> where the backend is not there, before anything is done' -ForEach 'Get-MedMeta', 'Read-MedImage', 'Convert-MedImage', 'Save-MedImage' {
        $out = Join-Path $folder 'refused'
        $command = $_
        $run = switch ($command) {
            'Convert-MedImage' { { param($With) Convert-MedImage -LiteralPath $scan $out -Format nii @With } }
            'Save-MedImage' { { param($With) Read-MedImage -LiteralPath $scan | Save-MedImage (Join-Path $out 'x.nii') -CreateDirectory @With } }
            default { { param($With) & $command -LiteralPath $scan @With } }
        }
        foreach ($with in @{ Backend = 'SimpleItk' }, @{ Backend = 'fodicom' }, @{ Backend = 'nonsense' }, @{ ImageIO = 'NiftiImageIO' }, @{ Backend = 'nib'; ImageIO = 'NiftiImageIO' }) {
            { & $run $with } | Should -Throw -ErrorId "BackendNotAvailable,MedIO.PowerShell.$($command -replace '-')Command"
        }
        Test-Path -LiteralPath $out | Should -BeFalse
    }

    It 'takes <_> for the module itself' -ForEach 'MedIO', 'medio', 'nib', 'Native', 'Auto', 'none', '', $null {
        (Get-MedMeta -LiteralPath $scan -Backend $_).Backend | Should -Be 'MedIO'
        $image = Read-MedImage -LiteralPath $scan -Backend $_
        $image.Backend | Should -Be 'MedIO'
        $image | Save-MedImage (Join-Path $folder 'copy.nii') -Backend $_
        (Convert-MedImage -LiteralPath $scan (Join-Path $folder 'out') -Format mha -Backend $_ -Force).Backend | Should -Be 'MedIO'
    }

    It 'wants -PixelType with -FallbackOnly, and SimpleItk with -PixelType' {
        { Get-MedMeta -LiteralPath $scan -FallbackOnly } | Should -Throw -ErrorId 'PixelTypeRequired,MedIO.PowerShell.GetMedMetaCommand'
        { Read-MedImage -LiteralPath $scan -fallback_only } | Should -Throw -ErrorId 'PixelTypeRequired,MedIO.PowerShell.ReadMedImageCommand'
        { Read-MedImage -LiteralPath $scan -pixel_type short } | Should -Throw -ErrorId 'BackendNotAvailable,MedIO.PowerShell.ReadMedImageCommand'
        $bad = try { Read-MedImage -LiteralPath $scan -PixelType short -Backend nib } catch { $_ }
        "$bad" | Should -Match '-PixelType is a wish that only SimpleItk knows'
    }

    It 'leaves the error of the module''s own formats where no backend helps' {
        $file = Join-Path $folder 'unknown.xyz'
        Set-Content -LiteralPath $file 'nothing'
        $bad = @(Get-Bad { Get-MedMeta -LiteralPath $file })
        $bad.FullyQualifiedErrorId | Should -Be 'UnknownFormat,MedIO.PowerShell.GetMedMetaCommand'
        { Convert-MedImage -LiteralPath $scan (Join-Path $folder 'out') -Format mrc } | Should -Throw -ErrorId 'UnknownSuffix,MedIO.PowerShell.ConvertMedImageCommand'
    }
}

Describe 'A session of its own' -Skip:(-not $isShell) {
    BeforeAll {
        $null = Read-MedImage -LiteralPath $scan -Slice '..., 0' | Export-DicomSeries (Join-Path $folder 'dicom') -CreateDirectory -AllowReorient -Tag @{ Modality = 'MR' } -WarningAction Ignore
        $script:slice = (Get-ChildItem -LiteralPath (Join-Path $folder 'dicom') -File)[0].FullName
        $script:listLoaded = @'
function Get-Loaded {
    [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -match '^(MedIO\.(SimpleItk|FoDicom)|SimpleITK|fo-dicom|Microsoft\.Extensions|CommunityToolkit)' }
}
function Get-Shared {
    [Runtime.Loader.AssemblyLoadContext]::Default.Assemblies | ForEach-Object { $_.GetName().Name } | Where-Object { $_ -match '^(MedIO\.(SimpleItk|FoDicom)|SimpleITK|fo-dicom|Microsoft\.Extensions|CommunityToolkit)' }
}
'@
    }

    It 'has nothing of a backend in it after an import, nor while none is needed' {
        $said = Invoke-Fresh "$listLoaded`n`$null = Get-Command -Module MedIO.PowerShell; `$null = Get-MedMeta -LiteralPath '$scan', '$slice'; `$null = Get-MedBackend MedIO; `$null = TabExpansion2 'Get-MedMeta -Backend ' 21; Get-Loaded | ForEach-Object Location; 'end'"
        $said | Should -Be 'end'
    }

    It 'forgets nothing of a folder that is not there: a bad registration is not kept' {
        $said = Invoke-Fresh "`$null = Register-MedBackend SimpleItk '$folder' -Persist -ErrorAction SilentlyContinue; (Get-MedBackend SimpleItk).Reason" -Setting '' -Config (Join-Path $folder 'config0')
        "$said" | Should -Match 'is not installed.*Register-MedBackend.*MEDIO_SIMPLEITK'
        Test-Path -LiteralPath (Join-Path $folder 'config0/MedIO.PowerShell/backends.conf') | Should -BeFalse
    }

    It 'says why a persisted folder does not do, and how to go on' {
        $config = Join-Path $folder 'config1'
        $null = New-Item -ItemType Directory (Join-Path $config 'MedIO.PowerShell')
        Set-Content -LiteralPath (Join-Path $config 'MedIO.PowerShell/backends.conf') -Value 'SimpleItk=/nowhere/at/all'
        $said = Invoke-Fresh '$b = Get-MedBackend SimpleItk; $b.Available; $b.Reason; $b.Path' -Setting '' -Config $config
        $said[0] | Should -Be 'False'
        $said[1] | Should -Match 'cannot be used.*/nowhere/at/all'
        $said[2] | Should -Match 'nowhere'
    } -Skip:([IO.Path]::DirectorySeparatorChar -eq '\')

    Context 'with SimpleITK' -Skip:(-not $hasItk) {
        It 'lists it' {
            $said = Invoke-Fresh '$b = Get-MedBackend itk; $b.Available; $b.Version; $b.Path; $b.Reads; "$($b.WriteSuffixes)"; $b | Format-Table | Out-String -Width 200'
            $said[0] | Should -Be 'True'
            $said[1] | Should -Match '^2\.\d+\.\d+'
            Test-Path -LiteralPath $said[2] | Should -BeTrue
            $said[3] | Should -Not -BeNullOrEmpty
            $said[4] | Should -Match '\.nrrd'
        }

        It 'reads the same with it, in a culture with a comma, and <_> says who did' -ForEach 'Get-MedMeta', 'Read-MedImage' {
            $said = Invoke-Fresh "[cultureinfo]::CurrentCulture = 'de-DE'; `$own = $_ -LiteralPath '$scan'; `$itk = $_ -LiteralPath '$scan' -Backend SimpleItk; `$itk.Backend; `"`$(`$itk.Affine)`" -eq `"`$(`$own.Affine)`"; `"`$(`$itk.Spacing)`"; -not `$own.Voxels -or [Linq.Enumerable]::SequenceEqual(`$own.Voxels, `$itk.Voxels); (`$itk | Format-List | Out-String) -match 'Backend *: SimpleItk'"
            $said | Should -Be 'SimpleItk', 'True', '1 1 1', 'True', 'True'
        }

        It 'reads orientations, parts and types as always' {
            $said = Invoke-Fresh "`$with = @{ Orientation = 'SRA'; Slice = '1:3, ::2, 0'; DataType = 'float'; CoordinateSystem = 'Nib' }; `$own = Read-MedImage -LiteralPath '$scan' @with; `$itk = Read-MedImage -LiteralPath '$scan' -Backend itk @with; `"`$(`$own.Shape) `$(`$own.Orientation)`"; `"`$(`$itk.Shape) `$(`$itk.Orientation)`"; [Linq.Enumerable]::SequenceEqual(`$own.Voxels, `$itk.Voxels); `$itk.DataType"
            $said[1] | Should -Be $said[0]
            $said[2, 3] | Should -Be 'True', 'Float32'
        }

        It 'takes -ImageIO and -PixelType' {
            $said = Invoke-Fresh "(Read-MedImage -LiteralPath '$scan' -ImageIO NiftiImageIO).Backend; (Read-MedImage -LiteralPath '$scan' -PixelType double).DataType; Read-MedImage -LiteralPath '$scan' -ImageIO NonsenseIO -ErrorAction SilentlyContinue -ErrorVariable e; `"`$(`$e[0])`""
            $said[0, 1] | Should -Be 'SimpleItk', 'Float64'
            $said[2] | Should -Match 'NonsenseIO.*NiftiImageIO'
        }

        It 'writes what only it can, and Auto reads that again, with a line for -Verbose' {
            $said = Invoke-Fresh "Set-Location -LiteralPath '$folder'; (Convert-MedImage -LiteralPath scan.nii . -Format h5 -Force).Path; `$back = Read-MedImage -LiteralPath scan.h5 -Verbose 4>&1; `$back[0]; `$back[-1].Backend; [Linq.Enumerable]::SequenceEqual((Read-MedImage -LiteralPath scan.nii).Voxels, `$back[-1].Voxels); Read-MedImage -LiteralPath scan.h5 -Backend MedIO -ErrorAction SilentlyContinue -ErrorVariable e; `$e[0].FullyQualifiedErrorId; (Convert-MedImage -LiteralPath scan.h5 ./out -Format nrrd -Force -Verbose 4>&1 | Where-Object { `$_ -is [Management.Automation.VerboseRecord] -and `$_ -match 'read by SimpleItk' } | Measure-Object).Count; (Convert-MedImage -LiteralPath scan.h5 ./out2 -Orientation LPI -Force).Path"
            $said[0] | Should -Be (Join-Path $folder 'scan.h5')
            $said[1] | Should -Match 'scan\.h5: was read by SimpleItk'
            $said[2, 3] | Should -Be 'SimpleItk', 'True'
            $said[4] | Should -Match '^(UnsupportedFeature|UnknownFormat|LibraryNotAvailable),'
            $said[5] | Should -Be '1'
            $said[6] | Should -Be (Join-Path $folder 'out2/scan.h5').Replace('/', [IO.Path]::DirectorySeparatorChar)
        }

        It 'saves with it' {
            $said = Invoke-Fresh "Set-Location -LiteralPath '$folder'; Read-MedImage -LiteralPath scan.nii | Save-MedImage itk.nrrd -Backend SimpleItk -PassThru | ForEach-Object FullName; [Linq.Enumerable]::SequenceEqual((Read-MedImage -LiteralPath scan.nii).Voxels, (Read-MedImage -LiteralPath itk.nrrd -Backend MedIO).Voxels); Read-MedImage -LiteralPath scan.nii | Save-MedImage auto.gipl -Verbose 4>&1 | ForEach-Object { `"`$_`" }; Read-MedImage -LiteralPath scan.nii | Save-MedImage auto.nrrd -Verbose 4>&1 | Where-Object { `"`$_`" -match 'written by' }; (Get-MedMeta -LiteralPath auto.gipl -Backend MedIO).Shape.ToString()"
            $said[0, 1] | Should -Be (Join-Path $folder 'itk.nrrd'), 'True'
            ($said[2..($said.Count - 2)] -match 'auto\.gipl: was written by SimpleItk').Count | Should -Be 1
            $said -match 'auto\.nrrd' | Should -BeNullOrEmpty -Because 'the module writes it itself'
            $said[-1] | Should -Be '4x5x6'
        }

        It 'is registered by a path of PowerShell, brackets and all, and kept for the user' {
            # The library under another name: a link, or a copy where links need rights.
            $real = Split-Path -Parent (Invoke-Fresh '(Get-MedBackend SimpleItk).Path')
            $link = Join-Path $folder 'itk [x] é'
            if ([IO.Path]::DirectorySeparatorChar -eq '/') { $null = New-Item -ItemType SymbolicLink -Path $link -Target $real }
            else { Copy-Item -LiteralPath $real -Destination $link -Recurse }
            $config = Join-Path $folder 'config2'
            $said = Invoke-Fresh "`$null = New-PSDrive -Name Lib -PSProvider FileSystem -Root '$folder'; `$b = Register-MedBackend itk 'Lib:/itk [x] é' -Persist -PassThru; `$b.Name; `$b.Available; `$b.Path; (Read-MedImage -LiteralPath '$scan' -Backend itk).Backend" -Setting none -Config $config
            $said[0, 1, 3] | Should -Be 'SimpleItk', 'True', 'SimpleItk'
            $said[2] | Should -BeLike ([WildcardPattern]::Escape($link) + '*')
            if ([IO.Path]::DirectorySeparatorChar -eq '/') {
                Get-Content -LiteralPath (Join-Path $config 'MedIO.PowerShell/backends.conf') | Should -Be "SimpleItk=$link"
                Invoke-Fresh '(Get-MedBackend SimpleItk).Available' -Setting '' -Config $config | Should -Be 'True'
                # The environment says otherwise.
                Invoke-Fresh '(Get-MedBackend SimpleItk).Available' -Setting none -Config $config | Should -Be 'False'
                Invoke-Fresh 'Unregister-MedBackend SimpleItk; (Get-MedBackend SimpleItk).Available' -Setting '' -Config $config | Should -Be 'False'
                Invoke-Fresh '(Get-MedBackend SimpleItk).Available' -Setting '' -Config $config | Should -Be 'True'
                Invoke-Fresh 'Unregister-MedBackend SimpleItk -Persist' -Setting '' -Config $config | Should -BeNullOrEmpty
                Invoke-Fresh '(Get-MedBackend SimpleItk).Available' -Setting '' -Config $config | Should -Be 'False'
            }
        }

        It 'takes a folder from Get-Item, and a file in it' {
            $path = Invoke-Fresh '(Get-MedBackend SimpleItk).Path'
            foreach ($setting in $path, "`"$(Split-Path -Parent $path)`"") {
                Invoke-Fresh '(Get-MedBackend SimpleItk).Path' -Setting $setting | Should -Be $path
            }
            $said = Invoke-Fresh "Get-Item -LiteralPath '$(Split-Path -Parent $path)' | Register-MedBackend SimpleItk -PassThru | ForEach-Object Available; (Register-MedBackend SimpleItk '$path' -PassThru).Path" -Setting none
            $said | Should -Be 'True', $path
        }

        It 'keeps it out of everybody''s sight' -Skip:(-not $isCore) {
            $said = Invoke-Fresh "$listLoaded`n`$null = Read-MedImage -LiteralPath '$scan' -Backend SimpleItk; [bool] (Get-Loaded | Where-Object { `$_.GetName().Name -like 'SimpleITK*' }); @(Get-Shared).Count; `$null -eq ('itk.simple.Image' -as [type]); `$null -eq ('MedIO.SimpleItk.SimpleItkBackend' -as [type])"
            $said | Should -Be 'True', '0', 'True', 'True'
        }
    }

    It 'is not spoilt by a folder that does not do: <Name>' -Skip:(-not $hasItk) -ForEach @(
        @{ Name = 'no native library'; Bytes = $null; Says = 'native library.*is not beside it' }
        @{ Name = 'no assembly at all'; Bytes = [byte[]] (1..100); Says = 'cannot be' }
    ) {
        $bad = Join-Path $folder "bad $($Name.Length)"
        $null = New-Item -ItemType Directory $bad
        $managed = Join-Path $bad 'SimpleITKCSharpManaged.dll'
        if ($Bytes) {
            [IO.File]::WriteAllBytes($managed, $Bytes)
            [IO.File]::WriteAllBytes((Join-Path $bad 'SimpleITKCSharpNative.dll'), $Bytes)
            [IO.File]::WriteAllBytes((Join-Path $bad 'libSimpleITKCSharpNative.so'), $Bytes)
        }
        else { Copy-Item -LiteralPath (Invoke-Fresh '(Get-MedBackend SimpleItk).Path') $managed }
        $said = Invoke-Fresh "Register-MedBackend SimpleItk '$bad' -ErrorAction SilentlyContinue -ErrorVariable e; `$e[0].FullyQualifiedErrorId; `"`$(`$e[0])`"; (Read-MedImage -LiteralPath '$scan' -Backend SimpleItk).Backend"
        $said[0] | Should -Be 'BackendNotAvailable,MedIO.PowerShell.RegisterMedBackendCommand'
        $said[1] | Should -Match $Says
        $said[2] | Should -Be 'SimpleItk'
    }

    It 'reads in several runspaces at once' -Skip:(-not ($hasItk -and $isCore)) {
        $said = Invoke-Fresh "`$own = Read-MedImage -LiteralPath '$scan'; 1..24 | ForEach-Object -Parallel { Import-Module (Get-Module -ListAvailable '$((Get-Module MedIO.PowerShell).Path)').Path; [Linq.Enumerable]::SequenceEqual((Read-MedImage -LiteralPath '$scan' -Backend SimpleItk).Voxels, (`$using:own).Voxels) } -ThrottleLimit 8 | Group-Object | ForEach-Object { `"`$(`$_.Name) `$(`$_.Count)`" }"
        $said | Should -Be 'True 24'
    }

    It 'says that the choice cannot be kept' -Skip:(-not $hasItk -or [IO.Path]::DirectorySeparatorChar -eq '\') {
        $file = Join-Path $folder 'config3'
        Set-Content -LiteralPath $file 'a file, no folder'
        $path = Invoke-Fresh '(Get-MedBackend SimpleItk).Path'
        $said = Invoke-Fresh "Register-MedBackend SimpleItk '$(Split-Path -Parent $path)' -Persist -ErrorAction SilentlyContinue -ErrorVariable e; `$e[0].FullyQualifiedErrorId; (Get-MedBackend SimpleItk).Available" -Setting none -Config $file
        $said[0] | Should -Match '^(FileNotWritable|DirectoryNotFound),MedIO.PowerShell.RegisterMedBackendCommand$'
        $said[1] | Should -Be 'False'
    }

    Context 'with fo-dicom' -Skip:(-not $hasFoDicom) {
        It 'reads the same with it' {
            $said = Invoke-Fresh "`$own = Read-MedImage -LiteralPath '$slice'; `$fo = Read-MedImage -LiteralPath '$slice' -Backend pdcm -Header; `$fo.Backend; [Linq.Enumerable]::SequenceEqual(`$own.Voxels, `$fo.Voxels); `"`$(`$own.Affine)`" -eq `"`$(`$fo.Affine)`"; `$fo.Header['Modality']; (Get-MedMeta -LiteralPath '$slice' -Backend FoDicom).Backend"
            $said | Should -Be 'FoDicom', 'True', 'True', 'MR', 'FoDicom'
        }

        It 'decodes by its codecs, and says what is missing without them' {
            $null = Read-MedImage -LiteralPath $scan -Slice '..., 0' | Export-DicomSeries (Join-Path $folder 'jpegls') -CreateDirectory -AllowReorient -TransferSyntax JpegLsLossless -Tag @{ Modality = 'MR' } -WarningAction Ignore
            $file = (Get-ChildItem -LiteralPath (Join-Path $folder 'jpegls') -File)[0].FullName
            $script = "`$fo = Read-MedImage -LiteralPath '$file' -Backend FoDicom -ErrorAction SilentlyContinue -ErrorVariable e; if (`$e) { `$e[0].FullyQualifiedErrorId; `"`$(`$e[0])`" } else { [Linq.Enumerable]::SequenceEqual((Read-MedImage -LiteralPath '$file').Voxels, `$fo.Voxels) }"
            $module = (Get-Module MedIO.PowerShell).ModuleBase
            $said = @(Invoke-Fresh $script)
            if (Get-ChildItem "$module/bin/*/backends/FoDicom/fo-dicom.Codecs.dll") { $said | Should -Be 'True' }
            else { $said[0] | Should -Match '^UnsupportedTransferSyntax,' }

            $copy = Join-Path $TestDrive 'without'
            Copy-Item -LiteralPath $module $copy -Recurse
            Get-ChildItem -LiteralPath (Join-Path $copy 'bin') -Recurse -File | Where-Object Name -Match '^(lib)?Dicom\.Native\.' | Remove-Item
            $before = $env:MEDIO_MODULE
            try {
                $env:MEDIO_MODULE = $copy
                $said = @(Invoke-Fresh $script)
            }
            finally { $env:MEDIO_MODULE = $before }
            $said[0] | Should -Be 'UnsupportedTransferSyntax,MedIO.PowerShell.ReadMedImageCommand'
            $said[1] | Should -Match 'fo-dicom\.Codecs.*-Backend MedIO'
        }

        It 'says that it reads DICOM only, and does not write' {
            $said = Invoke-Fresh "Get-MedMeta -LiteralPath '$scan' -Backend FoDicom -ErrorAction SilentlyContinue -ErrorVariable e; `$e[0].FullyQualifiedErrorId; Read-MedImage -LiteralPath '$slice' | Save-MedImage '$folder/fo.dcm' -Backend FoDicom -ErrorAction SilentlyContinue -ErrorVariable e; `$e[0].FullyQualifiedErrorId; Test-Path -LiteralPath '$folder/fo.dcm'"
            $said | Should -Be 'UnknownFormat,MedIO.PowerShell.GetMedMetaCommand', 'CannotRepresent,MedIO.PowerShell.SaveMedImageCommand', 'False'
        }

        It 'keeps it out of everybody''s sight' -Skip:(-not $isCore) {
            $said = Invoke-Fresh "$listLoaded`n`$null = Read-MedImage -LiteralPath '$slice' -Backend FoDicom; [bool] (Get-Loaded | Where-Object { `$_.GetName().Name -eq 'fo-dicom.core' }); @(Get-Shared).Count; `$null -eq ('FellowOakDicom.DicomFile' -as [type]); `$null -eq ('Microsoft.Extensions.Logging.ILogger' -as [type])"
            $said | Should -Be 'True', '0', 'True', 'True'
        }

        It 'is switched off and registered again' {
            $said = Invoke-Fresh "`$path = Split-Path -Parent (Get-MedBackend FoDicom).Path; Unregister-MedBackend FoDicom; (Get-MedBackend FoDicom).Available; try { Get-MedMeta -LiteralPath '$slice' -Backend FoDicom } catch { `$_.FullyQualifiedErrorId }; (Get-MedMeta -LiteralPath '$slice').Backend; Register-MedBackend FoDicom '$folder' -ErrorAction SilentlyContinue -ErrorVariable e; `$e[0].FullyQualifiedErrorId; (Get-MedBackend FoDicom).Available; (Register-MedBackend pdcm `$path -PassThru).Available; (Get-MedMeta -LiteralPath '$slice' -Backend FoDicom).Backend"
            $said | Should -Be 'False', 'BackendNotAvailable,MedIO.PowerShell.GetMedMetaCommand', 'MedIO', 'BackendNotAvailable,MedIO.PowerShell.RegisterMedBackendCommand', 'False', 'True', 'FoDicom'
        }

        It 'lives beside a module with an older library of the same name, whoever comes first: <_>' -ForEach 'module', 'backend' {
            $library = Get-OlderLibrary (Join-Path $TestDrive 'older')
            if (-not $library) {
                Set-ItResult -Skipped -Because 'the package feed has no Microsoft.Extensions.Logging.Abstractions 3.1'
                return
            }
            $first, $second = "Import-Module '$library'", "`$fo = Read-MedImage -LiteralPath '$slice' -Backend FoDicom"
            if ($_ -eq 'backend') { $first, $second = $second, $first }
            $said = Invoke-Fresh "$first`n$second`n`$fo.Backend; [Linq.Enumerable]::SequenceEqual((Read-MedImage -LiteralPath '$slice').Voxels, `$fo.Voxels); [Microsoft.Extensions.Logging.ILogger].Assembly.GetName().Version.Major; [Microsoft.Extensions.Logging.ILogger].Assembly.Location; [Microsoft.Extensions.Logging.Abstractions.NullLogger]::Instance.IsEnabled('Error'); @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq 'Microsoft.Extensions.Logging.Abstractions' } | ForEach-Object { `$_.GetName().Version.Major } | Sort-Object) -join ' '"
            $said | Should -Be 'FoDicom', 'True', '3', $library, 'False', '3 6'
        } -Skip:(-not $isCore)
    }
}
