# What happens to a session and to its files when it is stopped, interrupted or joined by sixty-three others.
BeforeDiscovery {
    $script:isUnix = [IO.Path]::DirectorySeparatorChar -eq '/'
    $script:hasParallel = (Get-Command ForEach-Object).Parameters.ContainsKey('Parallel')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestImages.ps1')
    Import-TestedModule
    $script:manifest = (Get-Module MedIO.PowerShell).Path -replace '\.psm1$', '.psd1'

    function New-Folder {
        [IO.Directory]::CreateDirectory((Join-Path $TestDrive ([Guid]::NewGuid().ToString('N')))).FullName
    }

    function Get-Left([string] $Folder) {
        # What has a temporary name.
        @([IO.Directory]::GetFileSystemEntries($Folder, '*', 'AllDirectories') | Where-Object { $_ -like '*.medio.tmp*' -or $_ -like '*.medio.unfinished' })
    }

    function Get-OpenFile([string] $Folder) {
        # What this process has open in a folder, where the system says it.
        if ([IO.Directory]::Exists('/proc/self/fd')) {
            @([IO.Directory]::GetFileSystemEntries('/proc/self/fd') | ForEach-Object { [IO.FileInfo]::new($_).LinkTarget } | Where-Object { "$_".StartsWith($Folder) })
        }
    }

    # Endless work of each kind; $folder has a.nii, and b.* are written over and over.
    $script:work = @{
        Save    = { param($folder) $i = Read-MedImage "$folder/a.nii"; while ($true) { $i | Save-MedImage "$folder/b.nii.gz" } }
        Pair    = { param($folder) $i = Read-MedImage "$folder/a.nii"; while ($true) { $i | Save-MedImage "$folder/b.mhd" } }
        Convert = { param($folder) while ($true) { Convert-MedImage "$folder/a.nii" -Destination "$folder/b" -Format nrrd -Force } }
        Export  = { param($folder) $i = Read-MedImage "$folder/a.nii"; while ($true) { $i | Export-DicomSeries "$folder/b" -Force -WarningAction Ignore } }
    }
    $script:result = @{ Save = 'b.nii.gz'; Pair = 'b.mhd'; Convert = 'b/a.nrrd'; Export = 'b' }

    function Start-Work([string] $Kind) {
        # A folder where the work has been done once.
        $folder = New-Folder
        $null = Add-TestImage (Join-Path $folder 'a.nii') @{ Shape = 96, 96, 24 }
        $image = Read-MedImage (Join-Path $folder 'a.nii')
        $target = Join-Path $folder $result[$Kind]
        if ($Kind -eq 'Export') { $image | Export-DicomSeries $target }
        else { $image | Save-MedImage $target -CreateDirectory }
        $folder
    }

    function Test-Whole([string] $Folder, [string] $Kind) {
        $image = Read-MedImage (Join-Path $Folder $result[$Kind])
        $source = Read-MedImage (Join-Path $Folder 'a.nii')
        [Linq.Enumerable]::SequenceEqual([int16[]] $image.Voxels, [int16[]] $source.Voxels)
    }
}

Describe 'A pipeline that is stopped at any moment' {
    It 'leaves the whole file, nothing temporary and no handle: <_>' -ForEach 'Save', 'Pair', 'Convert', 'Export' {
        $folder = Start-Work $_
        foreach ($pause in 1..4) {
            $shell = [PowerShell]::Create()
            $null = $shell.AddScript("Import-Module '$manifest'; & { $($work[$_]) } '$folder'")
            $run = $shell.BeginInvoke()
            $start = [DateTime]::UtcNow
            while (-not (Get-Left $folder) -and [DateTime]::UtcNow -lt $start.AddSeconds(60)) { }
            [Threading.Thread]::Sleep((Get-Random -Maximum 40))
            $shell.Stop()
            { $shell.EndInvoke($run) } | Should -Throw
            $shell.Streams.Error | Should -BeNullOrEmpty
            $shell.Runspace.Dispose()
            $shell.Dispose()
            Get-Left $folder | Should -BeNullOrEmpty
            Get-OpenFile $folder | Should -BeNullOrEmpty
            Test-Whole $folder $_ | Should -BeTrue
        }
    }
}

Describe 'Ctrl+C' -Skip:(-not $isUnix) {
    It 'ends a session of its own and leaves the whole file and nothing temporary: <_>' -ForEach 'Save', 'Pair', 'Convert', 'Export' {
        $folder = Start-Work $_
        $script = Join-Path $folder 'work.ps1'
        [IO.File]::WriteAllText($script, "Import-Module '$manifest'; & { $($work[$_]) } '$folder'")
        $program = [Diagnostics.Process]::GetCurrentProcess().MainModule.FileName
        $start = [Diagnostics.ProcessStartInfo]::new($program)
        & env --default-signal=INT true 2> $null
        if ($LASTEXITCODE -eq 0) {
            # What runs in the background of a script has been told to ignore it, and so would its children.
            $start.FileName = 'env'
            '--default-signal=INT', $program | ForEach-Object { $start.ArgumentList.Add($_) }
        }
        if ([IO.Path]::GetFileName($program) -eq 'dotnet') { $start.ArgumentList.Add((Join-Path $PSHOME 'pwsh.dll')) }
        '-NoProfile', '-NonInteractive', '-File', $script | ForEach-Object { $start.ArgumentList.Add($_) }
        $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $process = [Diagnostics.Process]::Start($start)
        try {
            $begin = [DateTime]::UtcNow
            while (-not (Get-Left $folder) -and [DateTime]::UtcNow -lt $begin.AddSeconds(60)) { }
            [Threading.Thread]::Sleep((Get-Random -Maximum 200))
            & kill -INT $process.Id
            $process.WaitForExit(30000) | Should -BeTrue
        }
        finally {
            if (-not $process.HasExited) { $process.Kill() }
            $process.Dispose()
        }
        Get-Left $folder | Should -BeNullOrEmpty
        Test-Whole $folder $_ | Should -BeTrue
    }
}

Describe 'Sixty-four runspaces at once' -Skip:(-not $hasParallel) {
    BeforeAll {
        $script:folder = Start-Work 'Pair'
        $script:errorsOf = {
            param($Script)
            $found = $null
            $output = 1..64 | ForEach-Object -Parallel $Script -ThrottleLimit 64 -ErrorVariable found 2> $null
            @($found) | Should -BeNullOrEmpty
            @($output)
        }
    }

    It 'read the same file' {
        $folder, $manifest = $script:folder, $script:manifest
        $sums = & $errorsOf ([scriptblock]::Create("Import-Module '$manifest'; [Linq.Enumerable]::Sum([long[]] (Read-MedImage '$folder/a.nii').Voxels)"))
        $sums.Count | Should -Be 64
        @($sums | Sort-Object -Unique).Count | Should -Be 1
        Get-OpenFile $folder | Should -BeNullOrEmpty
    }

    It 'convert to the same pair and export to the same folder' {
        $folder, $manifest = $script:folder, $script:manifest
        $null = & $errorsOf ([scriptblock]::Create("Import-Module '$manifest'; Convert-MedImage '$folder/a.nii' -Destination '$folder/pair' -Format mhd -Force; Read-MedImage '$folder/a.nii' | Export-DicomSeries '$folder/series' -Force -WarningAction Ignore"))
        [Linq.Enumerable]::SequenceEqual([int16[]] (Read-MedImage "$folder/pair/a.mhd").Voxels, [int16[]] (Read-MedImage "$folder/a.nii").Voxels) | Should -BeTrue
        @([IO.Directory]::GetFiles("$folder/series")).Count | Should -Be 24
        @(Get-DicomSeries "$folder/series").Count | Should -Be 1
        Get-Left $folder | Should -BeNullOrEmpty
        Get-OpenFile $folder | Should -BeNullOrEmpty
    }
}

Describe 'A target that cannot be written' {
    It 'is one error, and what was there stays: <Case>' -ForEach @(
        @{ Case = 'a file that is read-only'; Name = 'locked.nii'; Id = 'FileNotWritable' }
        @{ Case = 'a folder that is not there'; Name = 'none/a.nii'; Id = 'DirectoryNotFound' }
    ) {
        $folder = New-Folder
        $image = Read-MedImage (Add-TestImage (Join-Path $folder 'a.nii'))
        $locked = Add-TestImage (Join-Path $folder 'locked.nii')
        $before = [IO.File]::ReadAllBytes($locked)
        [IO.File]::SetAttributes($locked, 'ReadOnly')
        try {
            $image | Save-MedImage (Join-Path $folder $Name) -ErrorVariable errors -ErrorAction SilentlyContinue
            $errors.Count | Should -Be 1
            $errors[0].FullyQualifiedErrorId | Should -Be "$Id,MedIO.PowerShell.SaveMedImageCommand"
        }
        finally {
            [IO.File]::SetAttributes($locked, 'Normal')
        }
        [IO.File]::ReadAllBytes($locked) | Should -Be $before
        Get-Left $folder | Should -BeNullOrEmpty
    }
}
