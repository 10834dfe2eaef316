<#
.SYNOPSIS
Builds, tests, packages and shows MedIO.PowerShell.

.DESCRIPTION
Runs in Windows PowerShell 5.1 and in PowerShell 7 on every platform, and needs the .NET SDK 10.0.
It uses none but the engine's own commands and those that tests/MedIO.EngineHost/Commands.ps1 stands in for, so that
build.sh can run it on a machine without PowerShell as well.

.PARAMETER Task
Build    compiles the solution.
Package  makes out/MedIO.PowerShell, the folder that the PowerShell Gallery gets.
Test     packages, then runs all xunit projects and the Pester suite, the latter on the packaged folder.
         The last line says how many tests passed, failed and were skipped, over all suites.
Demo     packages, then runs samples/Demo.ps1.
Bench    packages, then runs bench/Compare-Peer.ps1, which writes bench/RESULTS.md.
Endure   packages, then reads 100,000 files in one session and fails where anything grows.
Faults   runs the tests of faults with 20 rounds of kills instead of one; MEDIO_FAULT_ROUNDS says how many.
Fuzz     runs every reader and codec on mutations, guided by the branches they take, for hours: tests/MedIO.Fuzz. It goes on
         from what it left in out/fuzz.
Clean    removes everything the build has made, but not what it runs in (out/host, out/tools), nor out/fuzz.

.PARAMETER Configuration
Release or Debug.

.PARAMETER PesterVersion
The version of Pester to test with. The newest installed by default.

.PARAMETER BenchArgument
Handed to bench/Compare-Peer.ps1.

.PARAMETER FuzzArgument
Handed to tests/MedIO.Fuzz: the format or codec, or all; how often each is run; for how many seconds each may be run.

.EXAMPLE
./build.ps1 -Task Package, Test

.EXAMPLE
./build.ps1 -Task Bench -BenchArgument '-Rounds', 3, '-Growth'

.EXAMPLE
./build.ps1 -Task Bench -BenchArgument '-Job', 'read*,write*'
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    [string] $PesterVersion,

    [string[]] $BenchArgument = @(),

    [string[]] $FuzzArgument = @('all', '1000000', '600')
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$script:Root = $PSScriptRoot
$script:Out = Join-Path $Root 'out'
$script:ModuleFolder = Join-Path $Out 'MedIO.PowerShell'
$script:Results = Join-Path $Out 'test-results'
$script:MinimumPester = [version] '5.3.0'

# Functions that run a program pipe it to Out-Host: what they return is only what they say they return.

function Invoke-DotNet([string[]] $Command) {
    & dotnet $Command | Out-Host
    if ($LASTEXITCODE -ne 0) {
        throw "'dotnet $Command' ended with exit code $LASTEXITCODE."
    }
}

function Invoke-Restore([string[]] $Command) {
    # The one step that needs a network. A feed that does not answer, or does not have a package yet, is asked again.
    foreach ($pause in 5, 30, 90, 0) {
        $lines = & dotnet $Command
        $lines | Out-Host
        if ($LASTEXITCODE -eq 0) {
            return
        }
        if (-not $pause -or "$lines" -notmatch 'NU110[1-3]|NU1301') {
            throw "'dotnet $Command' failed."
        }
        Write-Host "Restore failed. Another try in $pause seconds."
        [Threading.Thread]::Sleep(1000 * $pause)
    }
}

function Set-Answer([string] $Name, [bool] $Value) {
    $Answers.Add($Name)
    [Environment]::SetEnvironmentVariable($Name, "$Value".ToLowerInvariant())
}

function Find-FoDicom {
    # A feed has fo-dicom, and its codecs, or not. Asked once; every dotnet of this build sees the answer. What the caller
    # has set is not asked.
    $project = Join-Path $Root 'src/MedIO.FoDicom/MedIO.FoDicom.csproj'
    if (-not $env:WithFoDicom) {
        $found = Test-Restore $project ('WithFoDicom=true', 'WithFoDicomCodecs=false')
        Set-Answer 'WithFoDicom' $found
        if (-not $found) {
            Write-Host 'The package feed has no fo-dicom: built without the backend FoDicom. All else is whole.'
        }
    }
    if (-not $env:WithFoDicomCodecs -and $env:WithFoDicom -ne 'true') {
        Set-Answer 'WithFoDicomCodecs' $false
    }
    elseif (-not $env:WithFoDicomCodecs) {
        $found = Test-Restore $project ('WithFoDicom=true', 'WithFoDicomCodecs=true')
        Set-Answer 'WithFoDicomCodecs' $found
        if (-not $found) {
            Write-Host 'The package feed has no fo-dicom.Codecs: the backend FoDicom decodes what fo-dicom itself can.'
        }
    }
}

function Test-Restore([string] $Project, [string[]] $Property) {
    $command = @('restore', $Project, '--nologo', '--verbosity', 'quiet') + @($Property | ForEach-Object { "-p:$_" })
    $lines = & dotnet $command
    if ($LASTEXITCODE -ne 0 -and "$lines" -match 'NU1301') {
        # A feed that does not answer is asked once more.
        [Threading.Thread]::Sleep(5000)
        $lines = & dotnet $command
    }
    $LASTEXITCODE -eq 0
}

function Invoke-Engine([string] $Script, [string[]] $Argument = @()) {
    # A process of its own, of the same PowerShell: an assembly once loaded would stay locked and stale in this one.
    $command = if ($env:MEDIO_ENGINE_HOST) {
        'dotnet', $env:MEDIO_ENGINE_HOST
    }
    elseif ($PSVersionTable.PSEdition -ne 'Core') {
        Join-Path $PSHOME 'powershell.exe'
    }
    else {
        $onWindows = [IO.Path]::DirectorySeparatorChar -eq '\'
        $program = Join-Path $PSHOME $(if ($onWindows) { 'pwsh.exe' } else { 'pwsh' })
        # The .NET tool has no program of its own in its folder.
        if ([IO.File]::Exists($program)) { $program } else { 'dotnet', (Join-Path $PSHOME 'pwsh.dll') }
    }
    $command = @($command) + '-NoProfile', '-NonInteractive'
    if ([IO.Path]::DirectorySeparatorChar -eq '\') {
        $command += '-ExecutionPolicy', 'Bypass'
    }
    $program, $rest = @($command) + '-File', $Script + @($Argument)
    & $program $rest | Out-Host
    $LASTEXITCODE
}

function Get-TrxCount([string] $Path) {
    # The counters in a TRX file leave out what was skipped, so each result is looked at.
    $count = @{ Passed = 0; Failed = 0; Skipped = 0 }
    if ([IO.File]::Exists($Path)) {
        $reader = [Xml.XmlReader]::Create($Path)
        try {
            while ($reader.Read()) {
                if ($reader.NodeType -eq 'Element' -and $reader.LocalName -eq 'UnitTestResult') {
                    switch ($reader.GetAttribute('outcome')) {
                        'Passed' { $count.Passed++ }
                        'NotExecuted' { $count.Skipped++ }
                        default { $count.Failed++ }
                    }
                }
            }
        }
        finally {
            $reader.Dispose()
        }
    }
    $count
}

function Add-Suite([string] $Name, [hashtable] $Count, [bool] $Succeeded) {
    # A suite that breaks off, or does not build, counts as one failure even where no test of it failed.
    if (-not $Succeeded -and $Count.Failed -eq 0) {
        $Count.Failed = 1
    }
    $Suites.Add([pscustomobject]@{
            Name = $Name; Passed = $Count.Passed; Failed = $Count.Failed; Skipped = $Count.Skipped
        })
}

function Test-XunitProject([string] $Name, [string[]] $Setting = @(), [int] $Tries = 1) {
    Write-Host "== xunit: $Name"
    $project = Join-Path $Root "tests/$Name/$Name.csproj"
    $trx = Join-Path $Results "$Name.trx"
    $succeeded = $false
    try {
        Invoke-Restore 'restore', $project, '--nologo', '--verbosity', 'quiet'
        $command = 'test', $project, '--configuration', $Configuration, '--no-restore', '--nologo',
        '--results-directory', $Results, '--logger', "trx;LogFileName=$Name.trx"
        if ($Setting) {
            $command += @('--') + $Setting
        }
        for ($try = 1; $try -le $Tries -and -not $succeeded; $try++) {
            $lines = & dotnet $command
            $succeeded = $LASTEXITCODE -eq 0
            $lines | Out-Host
            if ("$lines" -notmatch 'host process crashed') {
                break
            }
            if ($try -lt $Tries) {
                Write-Host 'The runtime itself crashed, not a test. Once more.'
            }
        }
    }
    catch {
        Write-Host "$_"
    }
    Add-Suite $Name (Get-TrxCount $trx) $succeeded
}

function Invoke-Guided([string] $Folder, [string[]] $Argument) {
    # Its lines: how much was run of each format, and what was found.
    $project = Join-Path $Root 'tests/MedIO.Fuzz/MedIO.Fuzz.csproj'
    Invoke-Restore 'restore', $project, '--nologo', '--verbosity', 'quiet'
    Invoke-DotNet 'build', $project, '--configuration', $Configuration, '--no-restore', '--nologo', '--verbosity', 'quiet'
    $set = $env:MEDIO_FUZZ
    $env:MEDIO_FUZZ = $Folder
    try {
        $command = @('run', '--project', $project, '--configuration', $Configuration, '--no-build', '--', 'guided') + $Argument
        & dotnet $command
    }
    finally {
        [Environment]::SetEnvironmentVariable('MEDIO_FUZZ', $(if ($set) { $set } else { [NullString]::Value }))
    }
}

function Test-Fuzz {
    Write-Host '== MedIO.Fuzz, for seconds'
    $count = @{ Passed = 0; Failed = 0; Skipped = 0 }
    $succeeded = $false
    try {
        $lines = Invoke-Guided (Join-Path $Results 'fuzz') 'all', '3000', '5'
        $succeeded = $LASTEXITCODE -eq 0
        $lines | Out-Host
        foreach ($line in $lines) {
            $fields = @("$line" -split "`t")
            if ($fields.Count -eq 7) {
                $count[$(if ($fields[6] -eq '0') { 'Passed' } else { 'Failed' })]++
            }
        }
    }
    catch {
        Write-Host "$_"
    }
    Add-Suite 'MedIO.Fuzz' $count $succeeded
}

function Test-Pester {
    Write-Host '== Pester'
    $help = "  To run it: in PowerShell 7.4 or later, or Windows PowerShell 5.1,`n" +
    "      Install-Module Pester -MinimumVersion $MinimumPester -Scope CurrentUser -SkipPublisherCheck`n" +
    '      ./build.ps1 -Task Test'
    if ($env:MEDIO_ENGINE_HOST) {
        Write-Host "The Pester suite was not run: there is no PowerShell on this machine.`n$help"
        return
    }
    $pester = @(Get-Module -ListAvailable -Name Pester | Where-Object { $_.Version -ge $MinimumPester })
    if ($PesterVersion) {
        $pester = @($pester | Where-Object { "$($_.Version)" -eq $PesterVersion })
        if (-not $pester) {
            throw "Pester $PesterVersion is not installed."
        }
    }
    if (-not $pester) {
        Write-Host "The Pester suite was not run: Pester $MinimumPester or later is not installed.`n$help"
        return
    }
    $newest = $pester[0].Version
    foreach ($module in $pester) {
        if ($module.Version -gt $newest) { $newest = $module.Version }
    }
    $file = Join-Path $Results 'Pester.txt'
    $exitCode = Invoke-Engine (Join-Path $Root 'tests/Invoke-Suite.ps1') '-PesterVersion', "$newest", '-ResultFile', $file
    $count = @{ Passed = 0; Failed = 0; Skipped = 0 }
    if ([IO.File]::Exists($file)) {
        foreach ($line in [IO.File]::ReadAllLines($file)) {
            $name, $value = $line -split '='
            $count[$name] = [int] $value
        }
    }
    Add-Suite "Pester $newest" $count ($exitCode -eq 0)
}

function Invoke-Build {
    $solution = Join-Path $Root 'MedIO.PowerShell.sln'
    Invoke-Restore 'restore', $solution, '--nologo', '--verbosity', 'quiet'
    Invoke-DotNet 'build', $solution, '--configuration', $Configuration, '--no-restore', '--nologo'
}

function Invoke-Package {
    $project = Join-Path $Root 'build/Package.proj'
    Invoke-Restore 'msbuild', $project, '-t:Restore', '-nologo', '-verbosity:minimal'
    Invoke-DotNet 'msbuild', $project, '-t:Package', "-p:Configuration=$Configuration", '-nologo', '-verbosity:minimal'
}

function Invoke-Test {
    $script:Suites = [Collections.Generic.List[object]]::new()
    if ([IO.Directory]::Exists($Results)) {
        [IO.Directory]::Delete($Results, $true)
    }
    $null = [IO.Directory]::CreateDirectory($Results)
    Invoke-Package

    Test-XunitProject 'MedIO.Tests'
    Test-XunitProject 'MedIO.Faults'
    Test-XunitProject 'MedIO.Tests.NetStandard'
    # .NET Framework is what Windows PowerShell runs on; elsewhere Mono is the nearest thing to it.
    if ([IO.Path]::DirectorySeparatorChar -eq '\' -or (Get-Command -Name mono -CommandType Application -ErrorAction Ignore)) {
        # Mono's compiler is not safe when several threads meet it for the first time: one test after another there,
        # and again where it crashed all the same.
        $onMono = [IO.Path]::DirectorySeparatorChar -ne '\'
        Test-XunitProject 'MedIO.Tests.NetFramework' -Tries $(if ($onMono) { 3 } else { 1 }) -Setting $(
            if ($onMono) { 'xUnit.ParallelizeTestCollections=false', 'xUnit.MaxParallelThreads=1' })
    }
    else {
        Write-Host "== xunit: MedIO.Tests.NetFramework`nNot run: there is no mono on this machine."
    }
    Test-Fuzz
    Test-XunitProject 'MedIO.Backends.Tests'
    Test-XunitProject 'Correctness'
    Test-XunitProject 'MedIO.PowerShell.Tests'
    Test-Pester

    $passed = $failed = $skipped = 0
    Write-Host ''
    foreach ($suite in $Suites) {
        Write-Host ('{0,-28}{1,8} passed{2,8} failed{3,8} skipped' -f
            $suite.Name, $suite.Passed, $suite.Failed, $suite.Skipped)
        $passed += $suite.Passed
        $failed += $suite.Failed
        $skipped += $suite.Skipped
    }
    $script:Totals = "$passed passed, $failed failed, $skipped skipped"
    if ($passed -eq 0 -and $failed -eq 0) {
        Write-Host 'No test ran.'
    }
    $script:Failed = $failed -ne 0 -or $passed -eq 0
}

function Invoke-Demo {
    Invoke-Package
    if ((Invoke-Engine (Join-Path $Root 'samples/Demo.ps1')) -ne 0) {
        throw 'The demo failed.'
    }
}

function Invoke-Bench {
    if ($env:MEDIO_ENGINE_HOST) {
        throw 'The measurements need PowerShell 7.4 or later, and there is none on this machine.'
    }
    Invoke-Package
    # powershell -File hands over "-Rounds,1,-Job,read,write" as one string. A list of jobs stays one.
    $arguments = @($BenchArgument | ForEach-Object { "$_" -split ',(?=-)' } | ForEach-Object { if ($_ -like '-*') { $_ -split ',', 2 } else { $_ } })
    if ((Invoke-Engine (Join-Path $Root 'bench/Compare-Peer.ps1') $arguments) -ne 0) {
        throw 'The measurements failed.'
    }
}

function Invoke-Endure {
    if ($env:MEDIO_ENGINE_HOST) {
        throw 'The long run needs PowerShell 7.4 or later, or Windows PowerShell 5.1, and there is neither on this machine.'
    }
    Invoke-Package
    if ((Invoke-Engine (Join-Path $Root 'bench/Measure-Endurance.ps1')) -ne 0) {
        throw 'Something grew.'
    }
}

function Invoke-Fault {
    $rounds = $env:MEDIO_FAULT_ROUNDS
    if (-not $rounds) {
        $env:MEDIO_FAULT_ROUNDS = '20'
    }
    try {
        Invoke-DotNet 'test', (Join-Path $Root 'tests/MedIO.Faults/MedIO.Faults.csproj'), '--configuration', $Configuration, '--nologo'
    }
    finally {
        [Environment]::SetEnvironmentVariable('MEDIO_FAULT_ROUNDS', $(if ($rounds) { $rounds } else { [NullString]::Value }))
    }
}

function Invoke-Fuzz {
    $folder = if ($env:MEDIO_FUZZ) { $env:MEDIO_FUZZ } else { Join-Path $Out 'fuzz' }
    # powershell -File hands over "all,1000,60" as one string.
    Invoke-Guided $folder @($FuzzArgument | ForEach-Object { $_ -split ',' }) | Out-Host
    if ($LASTEXITCODE -eq 1) {
        throw "Something was found: see $(Join-Path $folder 'findings')."
    }
    if ($LASTEXITCODE -ne 0) {
        throw "tests/MedIO.Fuzz ended with exit code $LASTEXITCODE."
    }
}

function Invoke-Clean {
    $folders = @($ModuleFolder, $Results)
    if (-not $env:MEDIO_ENGINE_HOST) {
        $folders += Join-Path $Out 'host'
    }
    foreach ($part in 'src', 'tests', 'bench', 'bench/peers') {
        $path = Join-Path $Root $part
        if ([IO.Directory]::Exists($path)) {
            foreach ($project in [IO.Directory]::GetDirectories($path)) {
                $folders += [IO.Path]::Combine($project, 'bin'), [IO.Path]::Combine($project, 'obj')
            }
        }
    }
    foreach ($folder in $folders) {
        if ([IO.Directory]::Exists($folder)) {
            [IO.Directory]::Delete($folder, $true)
        }
    }
}

if (-not (Get-Command -Name dotnet -CommandType Application -ErrorAction Ignore)) {
    throw 'The .NET SDK 10.0 is needed: its command dotnet is not on the PATH.'
}
foreach ($setting in 'DOTNET_NOLOGO', 'DOTNET_CLI_TELEMETRY_OPTOUT', 'DOTNET_SKIP_FIRST_TIME_EXPERIENCE') {
    if (-not [Environment]::GetEnvironmentVariable($setting)) {
        [Environment]::SetEnvironmentVariable($setting, '1')
    }
}
if ([Console]::IsOutputRedirected) {
    $env:NO_COLOR = '1'
}
if ($env:CI) {
    # A build server that waits for its output to be closed must not wait for MSBuild's servants.
    $env:MSBUILDDISABLENODEREUSE = '1'
}
# Real images to test with and to show: a folder beside the checkout, where there is one.
$sibling = [IO.Path]::GetFullPath((Join-Path $Root '../shared/data'))
if (-not $env:MEDIO_TEST_DATA -and [IO.Directory]::Exists($sibling)) {
    $env:MEDIO_TEST_DATA = $sibling
}

# powershell -File hands over "Build,Test" as one string.
$names = @($Task | ForEach-Object { $_ -split '[,\s]+' } | Where-Object { $_ })
$known = 'Build', 'Test', 'Demo', 'Bench', 'Endure', 'Faults', 'Fuzz', 'Package', 'Clean'
foreach ($name in $names) {
    if ($known -notcontains $name) {
        throw "There is no task '$name'. The tasks are $($known -join ', ')."
    }
}
$script:Answers = [Collections.Generic.List[string]]::new()
$script:Totals = $null
$script:Failed = $false
try {
    if (@($names | Where-Object { $_ -ne 'Clean' })) {
        Find-FoDicom
    }
    foreach ($name in $names) {
        Write-Host "==== $name"
        switch ($name) {
            'Build' { Invoke-Build }
            'Package' { Invoke-Package }
            'Test' { Invoke-Test }
            'Demo' { Invoke-Demo }
            'Bench' { Invoke-Bench }
            'Endure' { Invoke-Endure }
            'Faults' { Invoke-Fault }
            'Fuzz' { Invoke-Fuzz }
            'Clean' { Invoke-Clean }
        }
    }
}
finally {
    # The session that called asks anew the next time.
    foreach ($answer in $Answers) {
        [Environment]::SetEnvironmentVariable($answer, [NullString]::Value)
    }
}
if ($Totals) {
    Write-Host $Totals
}
exit [int] $Failed
