# What importing the module loads, and what the formats do that need a library. Each in a process of its own.
BeforeDiscovery {
    $shell = (Get-Process -Id $PID).Path
    $script:isShell = [IO.Path]::GetFileNameWithoutExtension($shell) -in 'pwsh', 'powershell'
    $script:isCore = $PSVersionTable.PSVersion.Major -ge 6
}

Describe 'Loading' -Skip:(-not $isShell) {
    BeforeAll {
        . (Join-Path $PSScriptRoot 'TestImages.ps1')
        Import-TestedModule
        $script:module = (Get-Module MedIO.PowerShell).ModuleBase
        $script:shell = (Get-Process -Id $PID).Path
        $script:folder = Join-Path $TestDrive ([Guid]::NewGuid().ToString('N'))
        $null = New-Item -ItemType Directory $folder
        [MedIO.MedImage]::new([int16[,,]]::new(2, 3, 4), [MedIO.Affine]::Identity()) | Save-MedImage "$folder/x.tif" -WarningAction SilentlyContinue

        function Invoke-Fresh([string] $Script, [string] $Module = $module) {
            $file = Join-Path $folder ([Guid]::NewGuid().ToString('N') + '.ps1')
            Set-Content -LiteralPath $file -Encoding UTF8 -Value "`$ErrorActionPreference = 'Continue'`nSet-Location -LiteralPath '$folder'`n`$module = '$Module'`n$Script"
            & $shell -NoProfile -NonInteractive -File $file 2>&1 | ForEach-Object { "$_" }
        }

        $script:libraries = '[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { -not $_.IsDynamic -and $_.Location.StartsWith($module) } | ForEach-Object { $_.GetName().Name }'
    }

    It 'brings nothing with an import, nor with formats that need nothing' {
        $null = Add-TestImage "$folder/y.nii"
        $said = Invoke-Fresh "Import-Module `"`$module/MedIO.PowerShell.psd1`"; `$null = Get-MedFormat; `$null = Get-MedMeta y.nii; $libraries"
        $said | Sort-Object | Should -Be 'MedIO', 'MedIO.PowerShell'
    }

    It 'says which library is missing: <_>' -ForEach 'MedIO.Raster', 'BitMiracle.LibTiff.NET' {
        $copy = Join-Path $folder $_
        Copy-Item -LiteralPath $module $copy -Recurse
        Remove-Item "$copy/bin/*/libraries/$_.dll"
        $said = Invoke-Fresh 'Import-Module "$module/MedIO.PowerShell.psd1"; Get-MedMeta x.tif -ErrorAction SilentlyContinue -ErrorVariable e; $e[0].FullyQualifiedErrorId; "$($e[0])"; (Get-MedMeta y.nii).Name' $copy
        $said[0] | Should -Be 'LibraryNotAvailable,MedIO.PowerShell.GetMedMetaCommand'
        $said[1] | Should -Match ([regex]::Escape($_))
        $said[1] | Should -Match 'libraries.*install the module'
        $said[2] | Should -Be 'y.nii'
    }

    It 'keeps its libraries apart from those of another module' -Skip:(-not $isCore) {
        # An assembly of the library's name is there already, and has nothing that is needed.
        $said = Invoke-Fresh @'
$name = [Reflection.AssemblyName] 'BitMiracle.LibTiff.NET'
Add-Type -TypeDefinition "[assembly: System.Reflection.AssemblyVersion(`"0.9`")] public class Other { }" -OutputAssembly BitMiracle.LibTiff.NET.dll -OutputType Library
$null = [Reflection.Assembly]::LoadFrom((Resolve-Path BitMiracle.LibTiff.NET.dll).Path)
Import-Module "$module/MedIO.PowerShell.psd1"
(Read-MedImage x.tif).Shape.ToString()
'@
        $said | Should -Be '2x3x4'
    }

    It 'writes nothing to the console but its own streams' {
        # A tag that the library does not know; it would tell standard error.
        $bytes = [IO.File]::ReadAllBytes("$folder/x.tif")
        $at = [BitConverter]::ToInt32($bytes, 4)
        $count = [BitConverter]::ToUInt16($bytes, $at)
        $last = $at + 2 + 12 * ($count - 1)
        [BitConverter]::GetBytes([uint16] 65123).CopyTo($bytes, $last)
        [IO.File]::WriteAllBytes("$folder/odd.tif", $bytes)
        Invoke-Fresh 'Import-Module "$module/MedIO.PowerShell.psd1"; $null = Read-MedImage odd.tif -ErrorAction Ignore -WarningAction Ignore; "end"' | Should -Be 'end'
    }
}
