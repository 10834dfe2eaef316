<#
.SYNOPSIS
Runs the Pester suite on the packaged module. build.ps1 -Task Test calls it in a process of its own.

.DESCRIPTION
The tests find the module under its name: its folder comes first in PSModulePath, and it is imported already.
Works with Pester 5.3 and later, and 6.

.EXAMPLE
./tests/Invoke-Suite.ps1 -Path ./tests/Pester/Get-MedMeta.Tests.ps1 -Verbosity Detailed
#>
[CmdletBinding()]
param(
    [string[]] $Path = (Join-Path $PSScriptRoot 'Pester'),

    [string] $PesterVersion,

    [ValidateSet('None', 'Normal', 'Detailed', 'Diagnostic')]
    [string] $Verbosity = 'Normal',

    # The counts are written here.
    [string] $ResultFile
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

# What the user has registered is no part of the tests; those of the backends take it from here.
$env:MEDIO_SUITE = '1'
foreach ($name in 'MEDIO_SIMPLEITK', 'MEDIO_FODICOM') {
    if ([Environment]::GetEnvironmentVariable($name)) {
        [Environment]::SetEnvironmentVariable("${name}_OF_USER", [Environment]::GetEnvironmentVariable($name))
    }
    [Environment]::SetEnvironmentVariable($name, 'none')
}

$out = Join-Path (Split-Path -Parent $PSScriptRoot) 'out'
$env:PSModulePath = $out + [IO.Path]::PathSeparator + $env:PSModulePath
if ($PesterVersion) {
    Import-Module -Name Pester -RequiredVersion $PesterVersion
}
else {
    Import-Module -Name Pester -MinimumVersion 5.3.0
}
Import-Module -Name (Join-Path $out 'MedIO.PowerShell/MedIO.PowerShell.psd1') -Force

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = $Verbosity
$result = Invoke-Pester -Configuration $configuration

# A file or a block that fails outside of its tests is a failure too.
$failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
$skipped = $result.TotalCount - $result.PassedCount - $result.FailedCount
if ($ResultFile) {
    [IO.File]::WriteAllLines($ResultFile, [string[]] ("Passed=$($result.PassedCount)", "Failed=$failed", "Skipped=$skipped"))
}
exit [int] ($failed -ne 0)
