# Turns of programs: a warm one stays and waits for its next turn; a cold one is started anew each time.
#
# A warm program is ready when it says so; for each number that it is told it runs its job so many times and prints the
# seconds of each, or of each part of the job; when there is nothing more to tell it may print the size of what it wrote.
Set-StrictMode -Version Latest
$invariant = [Globalization.CultureInfo]::InvariantCulture

function Start-Program([string[]] $Command, [hashtable] $Environment = @{}) {
    $start = [Diagnostics.ProcessStartInfo]::new($Command[0])
    foreach ($argument in $Command | Select-Object -Skip 1) { $start.ArgumentList.Add($argument) }
    foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
    $start.Environment['PYTHONDONTWRITEBYTECODE'] = '1'
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $start.UseShellExecute = $false
    [Diagnostics.Process]::Start($start)
}

function Stop-Program([Diagnostics.Process] $Process) {
    if (-not $Process.HasExited) { $Process.Kill($true) }
    $Process.Dispose()
}

function Read-Answer($Turn, [int] $Seconds = 300) {
    $line = $Turn.Process.StandardOutput.ReadLineAsync()
    if (-not $line.Wait(1000 * $Seconds)) { throw "It took more than $Seconds s." }
    if ($null -eq $line.Result) {
        $Turn.Process.WaitForExit()
        $said = @($Turn.Errors.Result -split "`r?`n" | Where-Object { $_.Trim() })
        throw $(if ($said -match 'Exception|Error') { @($said -match 'Exception|Error')[0].Trim() } elseif ($said) { $said[-1].Trim() } else { "It ended with exit code $($Turn.Process.ExitCode)." })
    }
    $line.Result
}

<#
.SYNOPSIS
Starts a warm program and waits until it is ready.
#>
function Start-Turn([string[]] $Command, [hashtable] $Environment = @{}) {
    $process = Start-Program $Command $Environment
    $turn = @{ Process = $process; Errors = $process.StandardError.ReadToEndAsync() }
    try {
        do { $line = Read-Answer $turn } until ($line -eq 'ready')
    }
    catch {
        Stop-Program $process
        throw
    }
    $turn
}

<#
.SYNOPSIS
Gives the seconds of each run of a turn: of one part, or of several.
#>
function Measure-Turn($Turn, [int] $Runs) {
    $Turn.Process.StandardInput.WriteLine($Runs)
    $Turn.Process.StandardInput.Flush()
    for ($i = 0; $i -lt $Runs; $i++) {
        , [double[]]@((Read-Answer $Turn).Trim() -split ' ' | ForEach-Object { [double]::Parse($_, $invariant) })
    }
}

<#
.SYNOPSIS
Ends a turn, and gives the size of the file that it wrote, if any.
#>
function Stop-Turn($Turn) {
    $Turn.Process.StandardInput.Close()
    $rest = $Turn.Process.StandardOutput.ReadToEndAsync()
    if ($rest.Wait(60000) -and $rest.Result -match 'size (\d+)') { [long] $Matches[1] }
    $null = $Turn.Process.WaitForExit(10000)
    Stop-Program $Turn.Process
}

<#
.SYNOPSIS
Gives the seconds that a program takes from its start to its end.
#>
function Measure-Process([string[]] $Command, [hashtable] $Environment = @{}) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $process = Start-Program $Command $Environment
    $process.StandardInput.Close()
    $output = $process.StandardOutput.ReadToEndAsync()
    $errors = $process.StandardError.ReadToEndAsync()
    $process.WaitForExit()
    $seconds = $watch.Elapsed.TotalSeconds
    $null = $output.Result
    $code = $process.ExitCode
    $process.Dispose()
    if ($code -ne 0) {
        throw "It ended with exit code $code. $(@($errors.Result -split "`r?`n" | Where-Object { $_.Trim() })[-1])"
    }
    $seconds
}

function Get-Median([double[]] $Values) {
    $sorted = [double[]] $Values.Clone()
    [Array]::Sort($sorted)
    $sorted[[int][Math]::Floor($sorted.Length / 2)]
}

Export-ModuleMember -Function Start-Turn, Measure-Turn, Stop-Turn, Measure-Process, Get-Median
