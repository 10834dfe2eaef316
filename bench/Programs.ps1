<#
.SYNOPSIS
Finds the programs that take turns: the module, in PowerShell and in a program of its own, and the peers; builds what can be.
.DESCRIPTION
To be dot-sourced. Makes $programs, an ordered table of name and program. A warm program has Turn, which gives its command for a job, or none where it has
no such job; a cold one, which is started anew for each run, has Process and Output, which is removed before each run.
What is not there, or cannot be built, is left out with a line. What is built is kept in the folder build of the data.
#>
param(
    [string] $Module,
    [string] $Data,
    [hashtable] $Built = @{},
    [string[]] $Without = @(),
    [double] $WarmUp = 6
)

Set-StrictMode -Version Latest
$cores = [Environment]::ProcessorCount
$shell = (Get-Process -Id $PID).Path
$peerFolder = Join-Path $PSScriptRoot 'peers'
$seconds = $WarmUp.ToString([Globalization.CultureInfo]::InvariantCulture)

function Find-Program([string] $Name) {
    if ($Name -notin $Without) {
        (Get-Command $Name -CommandType Application -ErrorAction Ignore | Select-Object -First 1).Source
    }
}

function Find-Python([string] $Package) {
    # The first Python of several that has it.
    foreach ($python in Get-Command python3, python -CommandType Application -All -ErrorAction Ignore) {
        & $python.Source -c "import $($Package -replace ' ', ', ')" *> $null
        if ($LASTEXITCODE -eq 0) { return $python.Source }
    }
    Write-Host "Without ${Package}: no Python has it."
}

function Get-BuildFolder([string] $Name) { Join-Path (Join-Path $Data 'build') $Name }

function Invoke-Build([string] $Name, [scriptblock] $Build, [string] $Program) {
    if ($Built[$Name]) { return (Resolve-Path $Built[$Name]).Path }
    if ($Name -in $Without) { return }
    $folder = Get-BuildFolder $Name
    Write-Host "Builds $Name."
    $lines = try { & $Build $folder *>&1 } catch { "$_" }
    $path = Join-Path $folder ($Program + $(if ($IsWindows) { '.exe' }))
    # A build that failed leaves an older program, which would be timed for the new one.
    if ($LASTEXITCODE -eq 0 -and [IO.File]::Exists($path)) { return $path }
    $reason = @($lines | Where-Object { "$_" -match 'error|could not|not found' }) + $lines | Select-Object -First 1
    Write-Host "Without ${Name}: it cannot be built. $("$reason".Trim())"
}

function Invoke-CMake([string] $Source, [string] $Folder) {
    if (-not (Find-Program 'cmake')) { $global:LASTEXITCODE = 1; return 'There is no cmake.' }
    $cache = Join-Path $Folder 'CMakeCache.txt'
    if ([IO.File]::Exists($cache) -and -not (Select-String $cache -SimpleMatch "HOME_DIRECTORY:INTERNAL=$((Resolve-Path $Source).Path)" -Quiet)) {
        [IO.Directory]::Delete($Folder, $true)
    }
    & cmake -S $Source -B $Folder -DCMAKE_BUILD_TYPE=Release
    if ($LASTEXITCODE -eq 0) { & cmake --build $Folder --config Release }
}

function Invoke-DotNet([string] $Project, [string] $Folder, [string[]] $Property = @()) {
    & dotnet build $Project --configuration Release --output $Folder --nologo $Property
}

$own = Invoke-Build 'own' { param($folder) Invoke-DotNet (Join-Path $PSScriptRoot 'own') $folder } 'own'
$itk = Invoke-Build 'itk' { param($folder) Invoke-CMake (Join-Path $peerFolder 'itk') $folder } 'itk_timings'
$codecTimings = Invoke-Build 'codecs' { param($folder) Invoke-CMake (Join-Path $peerFolder 'codecs') $folder } 'codec_timings'
$foDicom = Invoke-Build 'fodicom' { param($folder) Invoke-DotNet (Join-Path $peerFolder 'fodicom') $folder } 'fodicom_timings'
$simpleItk = if ($env:MEDIO_SIMPLEITK -and $env:MEDIO_SIMPLEITK -ne 'none') {
    Invoke-Build 'simpleitk' { param($folder) Invoke-DotNet (Join-Path $peerFolder 'simpleitk') $folder "-p:SimpleItk=$env:MEDIO_SIMPLEITK" } 'simpleitk_timings'
}

$programs = [ordered]@{}
$programs['in PowerShell'] = @{
    Own  = $true
    Turn = {
        param($job)
        if ($job.Name -ne 'import') {
            $shell, '-NoProfile', '-File', (Join-Path $PSScriptRoot 'Measure-Own.ps1'), '-Module', $Module, '-Data', $Data, '-Job', $job.Name, '-WarmUp', $seconds
            if ($job.LikeGzip) { '-Level', $job.Level }
        }
    }
}
$ownTurn = {
    param($job)
    if (-not $job.More -and $job.Name -ne 'import') {
        $own, $Data, ($job.Name -replace '-like$'), $seconds
        if ($job.LikeGzip) { $job.Level }
    }
}
if ($own) {
    $programs['in process'] = @{ Own = $true; Turn = $ownTurn }
    # The runtime is told that it has one core, so that it is not the scheduler's work that is measured.
    $programs['in process, one core'] = @{ Turn = { param($job) if ($job.OneCore) { & $ownTurn $job } }; Environment = @{ DOTNET_PROCESSOR_COUNT = '1' } }
}

function Add-Python([string] $Name, [string] $Package, [string] $Script, [string] $Jobs) {
    $python = if ($Name -notin $Without) { Find-Python $Package }
    if ($python) {
        $programs[$Name] = @{
            Python = $python; Script = Join-Path $peerFolder $Script; Jobs = $Jobs
            Turn   = { param($job, $program) if ($job.As -match $program.Jobs) { $program.Python, $program.Script, $Data, $job.As } }
        }
    }
}

Add-Python 'nibabel' 'nibabel' 'nibabel_peer.py' '^(meta|read(-gz|-mgz)?|slice(-gz)?|reorient(-large)?|write(-gz|-mgz)?)$'
Add-Python 'pydicom' 'pydicom' 'pydicom_peer.py' '^(dicom-(meta|read|export)|tree-dicom|series-.*)$'
Add-Python 'nibabel and pydicom' 'nibabel pydicom' 'tree_peer.py' '^tree$'
Add-Python 'GDCM, Scanner' 'gdcm' 'gdcm_peer.py' '^(dicom-meta|tree-dicom)$'
Add-Python 'tifffile' 'tifffile' 'tifffile_peer.py' '^(read|write)-tiff$'
Add-Python 'Pillow' 'PIL' 'pillow_peer.py' '^(read|write)-png$'
if ($itk) {
    $programs['ITK'] = @{ Turn = { param($job) if ($job.As -match '^(meta|tree|read|slice|reorient|write|dicom|series)' -and $job.As -notmatch 'mgz|element|tree-dicom|reorient-large') { $itk, $Data, $job.As } } }
}
if ($foDicom) {
    $programs['fo-dicom'] = @{ Turn = { param($job) switch -Regex ($job.As) { '^(dicom-meta|pdcm-meta)$' { $foDicom, $Data, 'dicom-meta', $seconds } '^(dicom|pdcm)-read$' { $foDicom, $Data, 'dicom-read', $seconds } } } }
}
if ($simpleItk) {
    $programs['SimpleITK'] = @{ Turn = { param($job) if ($job.As -match '^itk-') { $simpleItk, $Data, ($job.As -replace '^itk-' -replace '^series$', 'dicom-read'), $seconds } } }
}
# Which codecs each library has. A codec alone has its code streams in memory.
$codecs = [ordered]@{
    DCMTK    = '^(codec|series)-((rgb-)?jpeg(-lossless|-extended)?|jpegls)$'
    GDCM     = '^(codec|series)-(?!htj2k)'
    OpenJPEG = '^(codec-.*(jpeg2000|htj2k)|series-htj2k)'
    CharLS   = '^codec-jpegls'
    OpenJPH  = '^codec-htj2k'
}
foreach ($library in @(if ($codecTimings) { $codecs.Keys })) {
    $programs[$library] = @{
        Library = $library.ToLowerInvariant(); Jobs = $codecs[$library]
        Turn    = { param($job, $program) if ($job.As -match $program.Jobs) { $codecTimings, $program.Library, $Data, $job.As } }
    }
}

# Programs of the command line, with their start: a process a run.
$output = Join-Path (Join-Path $Data 'out') "process-$PID"
function Add-Process([string] $Name, [string] $Program, [string] $Jobs, [scriptblock] $Command) {
    $path = Find-Program $Program
    if (-not $path) {
        Write-Host "Without ${Name}: there is no $Program."
        return
    }
    $programs[$Name] = @{
        Path = $path; Jobs = $Jobs; Command = $Command; Output = $output
        Process = { param($job, $program) if ($job.As -match $program.Jobs) { & $program.Command $program.Path $job } }
    }
}

function Get-Folder($Job) { Join-Path $Data $(if ($Job.As -eq 'tree-dicom') { 'tree/dicom' } else { 'ct' }) }
$volume = Join-Path $Data 'vol.nii'
$ct = Join-Path $Data 'ct'
Add-Process 'gdcmscanner' 'gdcmscanner' '^(dicom-meta|tree-dicom)$' { param($path, $job) $path, '-r', '-d', (Get-Folder $job), '-t', '0020,0032', '-t', '0028,0030', '-t', '0020,000e', '-t', '0028,0010' }
Add-Process 'dcmftest' 'dcmftest' '^dicom-meta$' { param($path) , $path + [IO.Directory]::GetFiles($ct) }
Add-Process 'dcmdump' 'dcmdump' '^dicom-meta$' { param($path) $path, '+P', 'ImagePositionPatient', '+P', 'PixelSpacing', '+P', 'SeriesInstanceUID', '+P', 'Rows', '+sd', $ct }
# They write beside what they read, or to their output; the shell puts that into a file, as users do.
if (-not $IsWindows) {
    Add-Process 'pigz' 'pigz' '^write-gz$' { param($path) 'sh', '-c', "exec '$path' -6 -p $cores -c '$volume' > '$output/vol.nii.gz'" }
    Add-Process 'gzip' 'gzip' '^write-gz$' { param($path) 'sh', '-c', "exec '$path' -6 -c '$volume' > '$output/vol.nii.gz'" }
}
Add-Process 'dcm2niix with pigz' 'dcm2niix' '^dicom-convert$' { param($path) $path, '-z', 'y', '-b', 'n', '-f', 'vol', '-o', $output, $ct }
Add-Process 'dcm2niix by itself' 'dcm2niix' '^dicom-convert$' { param($path) $path, '-z', 'i', '-b', 'n', '-f', 'vol', '-o', $output, $ct }
$programs['in PowerShell, with its start'] = @{
    Process = { param($job) if ($job.As -eq 'dicom-convert') { $shell, '-NoProfile', '-Command', "Import-Module '$Module'; Convert-MedImage '$ct' -Destination '$output' -Format nii.gz" } }
    Output  = $output
}

# What a start costs without what is imported is taken off.
function Add-Import([string] $Name, [string[]] $Command, [string[]] $Empty, [bool] $IsOwn = $false) {
    $programs[$Name] = @{ Own = $IsOwn; Command = $Command; Process = { param($job, $program) if ($job.Name -eq 'import') { $program.Command } }; Empty = $Empty; Output = $output }
}
$start = $shell, '-NoProfile', '-Command'
Add-Import 'Import-Module' ($start + "Import-Module '$Module'") ($start + '$null') $true
Add-Import 'Import-Module and the first Get-MedMeta' ($start + "Import-Module '$Module'; `$null = Get-MedMeta '$volume'") ($start + '$null')
foreach ($package in 'nibabel', 'pydicom') {
    if ($programs.Contains($package)) {
        $python = $programs[$package].Python
        Add-Import "import $package" ($python, '-c', "import $package") ($python, '-c', 'pass')
    }
}
$programs['the start alone'] = @{ Process = { param($job) if ($job.Name -eq 'import') { $start + '$null' } }; Output = $output }
