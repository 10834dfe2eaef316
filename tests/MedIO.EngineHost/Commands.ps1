# Plain stand-ins for the commands that build.ps1, samples/Demo.ps1 and the tests use and that live in PowerShell's own
# modules (Management and Utility), which are not on NuGet. They do what is needed here, no more.
# Format-Table and Format-List are in FormatCommands.cs.

function Write-Host {
    param([Parameter(Position = 0, ValueFromPipeline)] $Object = '', $ForegroundColor)
    process { $Host.UI.WriteLine("$Object") }
}

function Write-Output {
    param([Parameter(Position = 0, ValueFromPipeline)] $InputObject)
    process { $InputObject }
}

function Join-Path {
    param([Parameter(Position = 0)] [string] $Path, [Parameter(Position = 1)] [string] $ChildPath)
    $ExecutionContext.SessionState.Path.Combine($Path, $ChildPath)
}

function Split-Path {
    param([Parameter(Position = 0)] [string] $Path, [switch] $Parent, [switch] $Leaf)
    if ($Leaf) { [IO.Path]::GetFileName($Path) } else { [IO.Path]::GetDirectoryName($Path) }
}

function Test-Path {
    param([Parameter(Position = 0)] [string] $Path, [string] $LiteralPath)
    if ($LiteralPath) { $ExecutionContext.InvokeProvider.Item.Exists($LiteralPath, $true, $true) }
    else { $ExecutionContext.InvokeProvider.Item.Exists($Path) }
}

function Get-Location {
    $ExecutionContext.SessionState.Path.CurrentLocation
}

function Set-Location {
    param([Parameter(Position = 0)] [string] $Path, [string] $LiteralPath)
    if ($LiteralPath) { $Path = [WildcardPattern]::Escape($LiteralPath) }
    $null = $ExecutionContext.SessionState.Path.SetLocation($Path)
}

function Get-Item {
    param([Parameter(Position = 0)] [string[]] $Path, [string[]] $LiteralPath)
    if ($LiteralPath) { $ExecutionContext.InvokeProvider.Item.Get($LiteralPath, $true, $true) }
    else { $ExecutionContext.InvokeProvider.Item.Get($Path, $false, $false) }
}

function Get-ChildItem {
    param([Parameter(Position = 0)] [string[]] $Path = '.', [string[]] $LiteralPath, [switch] $Recurse, [switch] $File)
    $items = if ($LiteralPath) { $ExecutionContext.InvokeProvider.ChildItem.Get($LiteralPath, $Recurse, $false, $true) }
    else { $ExecutionContext.InvokeProvider.ChildItem.Get($Path, $Recurse, $false, $false) }
    $items | Where-Object { -not ($File -and $_.PSIsContainer) }
}

function New-Item {
    param([Parameter(Position = 0)] [string] $Path, [ValidateSet('Directory', 'File')] [string] $ItemType, $Value, [switch] $Force)
    $ExecutionContext.InvokeProvider.Item.New(@($Path), $null, $ItemType, $Value, $Force)
}

function Remove-Item {
    param([Parameter(Position = 0)] [string[]] $Path, [string[]] $LiteralPath, [switch] $Recurse, [switch] $Force)
    if ($LiteralPath) { $ExecutionContext.InvokeProvider.Item.Remove($LiteralPath, $Recurse, $Force, $true) }
    else { $ExecutionContext.InvokeProvider.Item.Remove($Path, $Recurse, $Force, $false) }
}

function Get-Content {
    param([Parameter(Position = 0)] [string] $Path, [string] $LiteralPath)
    $name = if ($LiteralPath) { $LiteralPath } else { $Path }
    [IO.File]::ReadAllLines($ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($name))
}

function Select-Object {
    param(
        [Parameter(Position = 0)] [string[]] $Property,
        [string] $ExpandProperty,
        [int] $First = [int]::MaxValue,
        [Parameter(ValueFromPipeline)] $InputObject
    )
    begin { $count = 0 }
    process {
        if ($count++ -lt $First) {
            if ($ExpandProperty) { $InputObject.$ExpandProperty }
            elseif ($Property) {
                $selected = [ordered] @{}
                foreach ($name in $Property) { $selected[$name] = $InputObject.$name }
                [pscustomobject] $selected
            }
            else { $InputObject }
        }
    }
}

function ConvertTo-Csv {
    param([Parameter(ValueFromPipeline)] $InputObject, [string] $Delimiter = ',', [switch] $NoTypeInformation)
    begin { $names = $null }
    process {
        if (-not $names) {
            $names = @($InputObject.PSObject.Properties | ForEach-Object { $_.Name })
            @($names | ForEach-Object { '"{0}"' -f $_.Replace('"', '""') }) -join $Delimiter
        }
        @(foreach ($name in $names) {
                $value = $InputObject.$name
                if ($null -eq $value) { '' } else { '"{0}"' -f $value.ToString().Replace('"', '""') }
            }) -join $Delimiter
    }
}

function Export-Csv {
    param(
        [Parameter(Position = 0)] [string] $Path,
        [Parameter(ValueFromPipeline)] $InputObject,
        [string] $Delimiter = ',',
        [switch] $NoTypeInformation
    )
    begin { $objects = [Collections.Generic.List[object]]::new() }
    process { $objects.Add($InputObject) }
    end {
        $file = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
        [IO.File]::WriteAllLines($file, [string[]] @($objects | ConvertTo-Csv -Delimiter $Delimiter))
    }
}
