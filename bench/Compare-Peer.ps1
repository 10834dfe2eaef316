<#
.SYNOPSIS
Times the module, in PowerShell and in a program of its own, beside its peers and beside what the machine itself takes, and writes
medians and ratios to RESULTS.md.
.DESCRIPTION
Jobs.ps1 says what is timed, and the goals; Programs.ps1 finds the peers that are installed and builds those that can be. In each round
every program has its turn, so that a slow spell of the machine meets all of them; a ratio is taken within a round, and the median
of the rounds is shown. A ratio of 2 means that the module needs half the time. Warm processes stay over all rounds of a job;
programs of the command line are started for each run. The files are made on the first run and kept.
.EXAMPLE
./bench/Compare-Peer.ps1
.EXAMPLE
./bench/Compare-Peer.ps1 -Job codec-jpegls, series-htj2k -Rounds 3 -Results codecs.md
#>
[CmdletBinding()]
param(
    [string] $Module = (Join-Path $PSScriptRoot '../out/MedIO.PowerShell'),
    [string] $Data = (Join-Path ([IO.Path]::GetTempPath()) 'medio-bench'),
    [int] $Rounds = 5,

    # Which jobs, with wildcards; by default those of Jobs.ps1 but its others.
    [string[]] $Job,

    # Programs built already, by name: own, itk, codecs, fodicom, simpleitk.
    [hashtable] $Built = @{},

    # Programs to leave out, by the names of the results or of what is built.
    [string[]] $Without = @(),

    # How long a round of one program is to take at least, in seconds, unless five runs of it take less.
    [double] $Turn = 0.3,

    # How long the module warms up, in seconds.
    [double] $WarmUp = 6,

    # The file to write; by default RESULTS.md beside this script where all jobs are timed, and else none.
    [string] $Results,

    [switch] $Growth
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
$invariant = [Globalization.CultureInfo]::InvariantCulture
$Module = (Resolve-Path -LiteralPath $Module).Path
# By its folder, brackets in the path would be taken for a pattern.
if ([IO.Directory]::Exists($Module)) { $Module = Join-Path $Module 'MedIO.PowerShell.psd1' }
$Data = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Data)
Import-Module $Module
Import-Module (Join-Path $PSScriptRoot 'Timing.psm1')
$began = [DateTime]::UtcNow
# pwsh -File hands over a list as one string.
$Job = @($Job | Where-Object { $_ } | ForEach-Object { $_ -split ',\s*' })
# There is one of the name "GDCM, Scanner".
$Without = @($Without | ForEach-Object { $_ -split ',(?! )' })

& (Join-Path $PSScriptRoot 'New-BenchData.ps1') -Destination $Data
$jobs = @(& (Join-Path $PSScriptRoot 'Jobs.ps1') | ForEach-Object {
        $all = @{ Needs = $null; As = $_.Name; Goals = @{}; Limits = @{}; OneCore = $false; LikeGzip = $false; Level = $null; More = $false }
        foreach ($key in $_.Keys) { $all[$key] = $_[$key] }
        [pscustomobject] $all
    } | Where-Object { $name = $_.Name; if ($Job) { @($Job | Where-Object { $name -like $_ }).Count } else { -not $_.More } })
$names = @($jobs.Name)
if ($names -match '(nrrd|mgz|png|tiff)') { & (Join-Path $PSScriptRoot 'New-FormatData.ps1') -Destination $Data }
$codecs = @($names -match '^(codec|series)-' -replace '^(codec|series)-' | Select-Object -Unique)
if ($codecs) { & (Join-Path $PSScriptRoot 'New-CompressedData.ps1') -Destination $Data -Name $codecs }

. (Join-Path $PSScriptRoot 'Programs.ps1') -Module $Module -Data $Data -Built $Built -Without $Without -WarmUp $WarmUp
foreach ($name in $Without) { $programs.Remove($name) }
# What a run that was broken off has left; another may be under way.
$written = Join-Path $Data 'out'
$null = [IO.Directory]::CreateDirectory($written)
Get-ChildItem -LiteralPath $written | Where-Object { $_.LastWriteTimeUtc -lt $began.AddDays(-1) } | Remove-Item -Recurse

function Remove-Output($Program) {
    # Made anew each time, off the clock.
    if ([IO.Directory]::Exists($Program.Output)) { [IO.Directory]::Delete($Program.Output, $true) }
    $null = [IO.Directory]::CreateDirectory($Program.Output)
}

function Get-OutputSize($Program) {
    [long]($(foreach ($file in [IO.Directory]::GetFiles($Program.Output)) { [IO.FileInfo]::new($file).Length }) | Measure-Object -Sum).Sum
}

# The fastest level whose file is no larger than that of gzip -6.
if (@($jobs | Where-Object LikeGzip)) {
    $level = 6
    if ($programs.Contains('gzip') -and $own) {
        Remove-Output $programs['gzip']
        $null = Measure-Process (& $programs['gzip'].Process @{ As = 'write-gz' } $programs['gzip'])
        $level = [int](& $own $Data level (Get-OutputSize $programs['gzip']))
    }
    foreach ($one in $jobs | Where-Object LikeGzip) {
        $one.Level = $level
        $one.What += ", which is $level"
    }
}

function Start-Player($Job, [string] $Name) {
    # A program that takes part in a job, warm or started for each run; nothing where it does not.
    $program = $programs[$Name]
    $player = @{ Name = $Name; Program = $program; Own = $program.ContainsKey('Own') -and $program.Own; Seconds = [Collections.Generic.List[double[]]]::new(); Size = 0; Runs = 1; Turn = $null }
    $player.Environment = if ($program.ContainsKey('Environment')) { $program.Environment } else { @{} }
    # Decoders on one core, so that none has more threads than another.
    if ($Job.Name -like 'codec-*') { $player.Environment = @{ DOTNET_PROCESSOR_COUNT = '1' } }
    if ($program.ContainsKey('Process')) {
        $player.Command = @(& $program.Process $Job $program)
        if ($player.Command) { $player }
        return
    }
    $command = @(& $program.Turn $Job $program)
    if (-not $command) { return }
    try {
        $player.Turn = Start-Turn $command $player.Environment
        $player
    }
    catch { Write-Host "  $($Job.Name): without ${Name}: $_" }
}

function Invoke-Turn($Player) {
    # The runs of one round.
    if ($Player.Turn) { return Measure-Turn $Player.Turn $Player.Runs }
    for ($i = 0; $i -lt $Player.Runs; $i++) {
        Remove-Output $Player.Program
        $seconds = Measure-Process $Player.Command
        $Player.Size = Get-OutputSize $Player.Program
        if ($Player.Program.ContainsKey('Empty')) { $seconds -= Measure-Process $Player.Program.Empty }
        , [double[]]@($seconds)
    }
}

function Measure-Job($Job) {
    $limits = foreach ($name in $Job.Limits.Keys) {
        if ($own) {
            $programs["limit: $name"] = @{ Limit = $Job.Limits[$name]; Turn = { param($job, $program) $own, $Data, $program.Limit[0], '1' + @($program.Limit | Select-Object -Skip 1) } }
            "limit: $name"
        }
    }
    $playing = [Collections.Generic.List[hashtable]]::new()
    foreach ($name in @($programs.Keys | Where-Object { $_ -notlike 'limit: *' }) + @($limits | Where-Object { $_ })) {
        foreach ($player in Start-Player $Job $name) { $playing.Add($player) }
    }
    foreach ($name in @($limits | Where-Object { $_ })) { $programs.Remove($name) }
    for ($round = -1; $round -lt $Rounds; $round++) {
        foreach ($player in $playing.ToArray()) {
            try {
                $runs = @(Invoke-Turn $player)
            }
            catch {
                Write-Host "  $($Job.Name): without $($player.Name): $_"
                if ($player.Turn) { Stop-Turn $player.Turn }
                $null = $playing.Remove($player)
                continue
            }
            if ($round -lt 0) {
                # This one only tells how long it takes.
                $whole = ($runs[0] | Measure-Object -Sum).Sum
                $player.Runs = [int][Math]::Max(1, [Math]::Min(5, [Math]::Ceiling($Turn / [Math]::Max($whole, 1e-6))))
                continue
            }
            # Of each part, the median of the round.
            $player.Seconds.Add([double[]]@(for ($part = 0; $part -lt $runs[0].Length; $part++) { Get-Median @($runs | ForEach-Object { $_[$part] }) }))
        }
    }
    foreach ($player in $playing) {
        if ($player.Turn) { foreach ($size in Stop-Turn $player.Turn) { $player.Size = $size } }
    }
    $playing
}

$rows = foreach ($one in $jobs) {
    if ($one.Needs -and -not (Test-Path (Join-Path $Data $one.Needs))) {
        Write-Host "$($one.Name): left out, for there is no $($one.Needs)."
        continue
    }
    Write-Host "$($one.Name): $($one.What)"
    $playing = @(Measure-Job $one)
    foreach ($row in & (Join-Path $PSScriptRoot 'Ratios.ps1') $one $playing) {
        Write-Host ('  {0,-55} {1,10} ms {2,8} {3,8}  {4}' -f $row.Program, $row.Milliseconds, $row.ToPowerShell, $row.ToProcess, $row.Goal)
        $row
    }
}

if ($Growth) { $grown = & (Join-Path $PSScriptRoot 'Measure-Growth.ps1') -Module $Module -Data $Data -Own $own }
if (-not $Results -and -not $Job) { $Results = Join-Path $PSScriptRoot 'RESULTS.md' }
if ($Results) {
    & (Join-Path $PSScriptRoot 'Write-Results.ps1') -Path $Results -Rows @($rows) -Rounds $Rounds -Began $began -Growth @(if ($Growth) { $grown })
}
$scratch = Join-Path $written "process-$PID"
if ([IO.Directory]::Exists($scratch)) { [IO.Directory]::Delete($scratch, $true) }
