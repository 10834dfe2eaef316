# The rows of a job: each program's median and its ratio to the module's turns, and whether goals are met. Where a job has
# parts, there are two rows a program: the part in the middle and the worst of the module, with the same of the others.
param($Job, [object[]] $Playing)
Set-StrictMode -Version Latest
$invariant = [Globalization.CultureInfo]::InvariantCulture

# The value of a round: of the parts, the one in the middle or the longest. What has no parts is beside all of them.
function Get-Value([double[]] $Parts, [bool] $Worst) { if ($Worst) { ($Parts | Measure-Object -Maximum).Maximum } else { Get-Median $Parts } }

function Format-Number([double] $Value) {
    $digits = if ($Value -ge 100) { 'F0' } elseif ($Value -ge 10) { 'F1' } else { 'F2' }
    $Value.ToString($digits, $invariant)
}

# A part's own median over the rounds comes first: the worst part is one that is always slow, not one that once was.
function Get-Parts($Player) {
    $rounds = @($Player.Seconds)
    , [double[]]@(for ($part = 0; $part -lt $rounds[0].Length; $part++) { Get-Median @($rounds | ForEach-Object { $_[$part] }) })
}

$parted = @($Playing | Where-Object { $_.Seconds[0].Length -gt 1 }).Count -gt 0
foreach ($worst in @(if ($parted) { $false, $true } else { $false })) {
    $what = $Job.What + $(if ($parted) { if ($worst) { ': the slowest' } else { ': the median' } })
    foreach ($player in $Playing) {
        $row = [ordered]@{ Job = $what; Program = $player.Name; Milliseconds = $null; ToPowerShell = ''; ToProcess = ''; Goal = ''; Met = @() }
        $row.Milliseconds = Format-Number (1000 * (Get-Value (Get-Parts $player) $worst))
        $goal = $player.Name -replace '^limit: '
        $verdicts = @()
        foreach ($own in $Playing | Where-Object { $_.Own -and $_ -ne $player }) {
            $ratio = if ($parted) {
                (Get-Value (Get-Parts $player) $worst) / (Get-Value (Get-Parts $own) $worst)
            }
            else {
                Get-Median @(for ($i = 0; $i -lt $player.Seconds.Count; $i++) { $player.Seconds[$i][0] / $own.Seconds[$i][0] })
            }
            $row[$(if ($own.Name -eq 'in process') { 'ToProcess' } else { 'ToPowerShell' })] = Format-Number $ratio
            # Its own cores are counted against itself alone.
            $asked = $goal -ne 'in process, one core' -or $own.Name -eq 'in process'
            if ($Job.Goals.Contains($goal) -and -not $player.Own -and $asked) {
                $verdicts += "$(if ($ratio -ge $Job.Goals[$goal]) { 'met' } else { 'not met' }) $($own.Name)"
                $row.Met += [pscustomobject]@{ Job = $what; Of = $goal; In = $own.Name; Ratio = $ratio; Least = $Job.Goals[$goal]; Met = $ratio -ge $Job.Goals[$goal] }
            }
        }
        if ($verdicts) { $row.Goal = "$(Format-Number $Job.Goals[$goal]): $($verdicts -join ', ')" }
        if ($player.Size) { $row.Program += ", $(Format-Number ($player.Size / 1e6)) MB" }
        [pscustomobject] $row
    }
}
