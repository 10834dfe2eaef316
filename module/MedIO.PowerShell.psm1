# Loads the build of the cmdlets that fits the running PowerShell. No function lives here: it all is in the assembly.
# The net8.0 build needs .NET 8, which is PowerShell 7.4; Windows PowerShell and older PowerShell 7 get the other one.
$framework = if ([Environment]::Version.Major -ge 8) { 'net8.0' } else { 'netstandard2.0' }
Import-Module -Name ([IO.Path]::Combine($PSScriptRoot, 'bin', $framework, 'MedIO.PowerShell.dll')) -ErrorAction Stop
