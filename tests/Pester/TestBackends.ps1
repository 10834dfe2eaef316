# Processes of their own for tests of backends, with what the user has registered or with something else.

function Test-Shell {
    # Else no script of ours can be run by the program that runs this.
    [IO.Path]::GetFileNameWithoutExtension((Get-Process -Id $PID).Path) -in 'pwsh', 'powershell'
}

function Invoke-Fresh {
    # Runs a script in a new process, with the module imported; gives the lines that it writes.
    param(
        [string] $Script,
        # What MEDIO_SIMPLEITK says: nothing, none or a folder; the user's own where it is not given.
        [string] $Setting,
        # Where the user's settings are.
        [string] $Config
    )
    $module = if ($env:MEDIO_MODULE) { $env:MEDIO_MODULE }
    else { Join-Path (Split-Path -Parent (Split-Path -Parent $PSScriptRoot)) 'out/MedIO.PowerShell' }
    if (-not $module.EndsWith('.psd1')) { $module = Join-Path $module 'MedIO.PowerShell.psd1' }
    $file = [IO.Path]::GetTempFileName() + '.ps1'
    $before = @{}
    foreach ($name in 'MEDIO_SIMPLEITK', 'MEDIO_FODICOM', 'XDG_CONFIG_HOME') { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
    try {
        # With a mark, so that Windows PowerShell takes it for UTF-8.
        [IO.File]::WriteAllText($file, "`$ErrorActionPreference = 'Continue'`n[Console]::OutputEncoding = [Text.UTF8Encoding]::new(`$false)`nImport-Module '$module'`n$Script", [Text.UTF8Encoding]::new($true))
        if (Test-Path Env:MEDIO_SIMPLEITK_OF_USER) { $env:MEDIO_SIMPLEITK = $env:MEDIO_SIMPLEITK_OF_USER }
        elseif (Test-Path Env:MEDIO_SUITE) { $env:MEDIO_SIMPLEITK = $null }
        if (Test-Path Env:MEDIO_FODICOM_OF_USER) { $env:MEDIO_FODICOM = $env:MEDIO_FODICOM_OF_USER }
        elseif (Test-Path Env:MEDIO_SUITE) { $env:MEDIO_FODICOM = $null }
        if ($PSBoundParameters.ContainsKey('Setting')) { $env:MEDIO_SIMPLEITK = $Setting }
        if ($Config) { $env:XDG_CONFIG_HOME = $Config }
        $encoding = [Console]::OutputEncoding
        [Console]::OutputEncoding = [Text.UTF8Encoding]::new($false)
        try { & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -ExecutionPolicy Bypass -File $file 2>&1 | ForEach-Object { "$_" } }
        finally { [Console]::OutputEncoding = $encoding }
    }
    finally {
        foreach ($name in $before.Keys) {
            if ($null -eq $before[$name]) { [Environment]::SetEnvironmentVariable($name, [NullString]::Value) }
            else { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
        }
        Remove-Item -LiteralPath $file, ($file -replace '\.ps1$') -ErrorAction Ignore
    }
}

function Get-OlderLibrary {
    # An older version of what fo-dicom needs, out of the package feed; nothing where it cannot be had.
    param([string] $Folder)
    $dll = Join-Path $Folder 'lib.txt'
    if (-not (Test-Path -LiteralPath $dll)) {
        $null = New-Item -ItemType Directory $Folder -Force
        $project = Join-Path $Folder 'older.csproj'
        Set-Content -LiteralPath $project -Value '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>netstandard2.0</TargetFramework></PropertyGroup><ItemGroup><PackageReference Include="Microsoft.Extensions.Logging.Abstractions" Version="3.1.*" /></ItemGroup></Project>'
        $found = $null
        if (Get-Command -Name dotnet -CommandType Application -ErrorAction Ignore) {
            $null = & dotnet restore $project --packages (Join-Path $Folder 'packages') --nologo 2>&1
            $found = Get-ChildItem -Path (Join-Path $Folder 'packages/*/*/lib/netstandard2.0/Microsoft.Extensions.Logging.Abstractions.dll') -ErrorAction Ignore | Select-Object -First 1
        }
        Set-Content -LiteralPath $dll -Value "$(if ($found) { $found.FullName })"
    }
    Get-Content -LiteralPath $dll | Where-Object { $_ }
}
