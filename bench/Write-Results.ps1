# Writes RESULTS.md: the machine, the goals that are not met, one table of medians and ratios, and how cost grows.
param([string] $Path, [object[]] $Rows, [int] $Rounds, [DateTime] $Began, [object[]] $Growth = @())
Set-StrictMode -Version Latest
$invariant = [Globalization.CultureInfo]::InvariantCulture

function Get-Machine {
    $cpu = if ([IO.File]::Exists('/proc/cpuinfo')) { (Select-String '^model name\s*:\s*(.*)$' /proc/cpuinfo | Select-Object -First 1).Matches[0].Groups[1].Value }
    elseif ($IsMacOS) { sysctl -n machdep.cpu.brand_string }
    else { $env:PROCESSOR_IDENTIFIER }
    $system = if ([IO.File]::Exists('/etc/os-release')) { (Select-String '^PRETTY_NAME="?([^"]*)"?' /etc/os-release).Matches[0].Groups[1].Value }
    else { [Runtime.InteropServices.RuntimeInformation]::OSDescription }
    $memory = [GC]::GetGCMemoryInfo().TotalAvailableMemoryBytes / 1GB
    "$([Environment]::ProcessorCount) cores of $("$cpu".Trim()), $($memory.ToString('F0', $invariant)) GiB of memory, $system, " +
    "$([Runtime.InteropServices.RuntimeInformation]::FrameworkDescription), PowerShell $($PSVersionTable.PSVersion)"
}

function Get-Load {
    if ([IO.File]::Exists('/proc/loadavg')) { " At the end $(([IO.File]::ReadAllText('/proc/loadavg') -split ' ')[0]) processes wanted to run." }
}

$met = @($Rows | ForEach-Object { $_.Met })
$lines = [Collections.Generic.List[string]]::new()
$lines.Add('# Results')
$lines.Add("Written by ``./build.ps1 -Task Bench`` on $($Began.ToString('yyyy-MM-dd', $invariant)): $(Get-Machine). $Rounds rounds.$(Get-Load)")
$lines.Add('')
$lines.Add('Milliseconds are medians. A ratio is the time of the row to that of the module, in PowerShell and in a program of its own: 2 means that')
$lines.Add('the module needs half the time. Goals are the least ratio wanted. Rows called limit are no programs but what the machine itself takes.')
$lines.Add('Those of the command line (gdcmscanner, dcmftest, dcmdump, pigz, gzip, dcm2niix) are timed with the start of their process, all else is warm;')
$lines.Add('pigz, gzip and dcm2niix also read their files. See [README.md](README.md) for the files and the programs.')
$lines.Add('')
if ($met) {
    $lines.Add("$(@($met | Where-Object Met).Count) of $($met.Count) goals are met.")
    foreach ($miss in $met | Where-Object { -not $_.Met }) {
        $lines.Add("- not met $($miss.In): $($miss.Job), beside $($miss.Of): $($miss.Ratio.ToString('F2', $invariant)) of $($miss.Least.ToString('F2', $invariant))")
    }
    $lines.Add('')
}
$lines.Add('| job | program | ms | to PowerShell | to the program | goal |')
$lines.Add('| --- | --- | ---: | ---: | ---: | --- |')
$last = ''
foreach ($row in $Rows) {
    $job = if ($row.Job -ne $last) { $row.Job -replace '\|', '\|' }
    $last = $row.Job
    $lines.Add("| $job | $($row.Program) | $($row.Milliseconds) | $($row.ToPowerShell) | $($row.ToProcess) | $($row.Goal) |")
}
if ($Growth) {
    $lines.Add('')
    $lines.AddRange([string[]] $Growth)
}
[IO.File]::WriteAllText($Path, ($lines -join "`n") + "`n")
Write-Host "Written to $Path."
