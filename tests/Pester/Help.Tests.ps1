BeforeDiscovery {
    $script:commands = 'Convert-MedImage', 'Export-DicomSeries', 'Get-DicomElement', 'Get-DicomSeries', 'Get-MedBackend', 'Get-MedFormat', 'Get-MedMeta',
    'Read-MedImage', 'Register-MedBackend', 'Save-MedImage', 'Unregister-MedBackend'
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestImages.ps1')
    Import-TestedModule
}

Describe 'Help of <_>' -ForEach $commands {
    BeforeAll {
        $script:command = $_
        $script:help = Get-Help $command -Full
    }

    It 'has a synopsis, a description, inputs, outputs and notes' {
        $help.Synopsis | Should -Match '\w.*\.$'
        ($help.Description | Out-String).Trim().Length | Should -BeGreaterThan 100
        $help.inputTypes | Should -Not -BeNullOrEmpty
        $help.returnValues | Should -Not -BeNullOrEmpty
        ($help.alertSet | Out-String) | Should -Match 'FullyQualifiedErrorId'
    }

    It 'has three examples or more, with code and remarks' {
        $examples = @($help.examples.example)
        $examples.Count | Should -BeGreaterOrEqual 3
        foreach ($example in $examples) {
            $example.code | Should -Match $command
            ($example.remarks | Out-String).Trim() | Should -Not -BeNullOrEmpty
            $errors = $null
            $null = [Management.Automation.Language.Parser]::ParseInput($example.code, [ref] $null, [ref] $errors)
            $errors | Should -BeNullOrEmpty
        }
        Get-Help $command -Examples | Out-String | Should -Match 'Example 3'
    }

    It 'describes each parameter, with the aliases that it has' {
        $common = [Management.Automation.PSCmdlet]::CommonParameters
        $parameters = (Get-Command $command).Parameters.Values | Where-Object {
            $common -notcontains $_.Name -and -not ($_.Attributes | Where-Object { $_ -is [Management.Automation.ParameterAttribute] -and $_.DontShow })
        }
        foreach ($parameter in $parameters) {
            $described = $help.parameters.parameter | Where-Object name -EQ $parameter.Name
            $described | Should -Not -BeNullOrEmpty -Because "-$($parameter.Name) needs help"
            ($described.description | Out-String).Trim().Length | Should -BeGreaterThan 5
            foreach ($alias in $parameter.Aliases) { $described.aliases | Should -Match $alias }
        }
        foreach ($described in $help.parameters.parameter) {
            $parameters.Name | Should -Contain $described.name
        }
    }

    It 'says rightly what binds from the pipeline and what is required' {
        foreach ($described in $help.parameters.parameter) {
            $attributes = (Get-Command $command).Parameters[$described.name].Attributes | Where-Object { $_ -is [Management.Automation.ParameterAttribute] }
            [bool]::Parse($described.required) | Should -Be ([bool] ($attributes.Mandatory -contains $true)) -Because $described.name
            ($described.pipelineInput -match '^True') | Should -Be ([bool] ((@($attributes.ValueFromPipeline) + @($attributes.ValueFromPipelineByPropertyName)) -contains $true)) -Because $described.name
        }
    }
}

Describe 'about_MedIO' {
    It 'is found and names every error' {
        $text = Get-Content -LiteralPath (Join-Path (Get-Module MedIO.PowerShell).ModuleBase 'en-US/about_MedIO.help.txt') -Raw
        foreach ($name in [Enum]::GetNames([MedIO.MedIOError])) { $text | Should -Match "\b$name\b" }
        foreach ($name in [Enum]::GetNames([MedIO.VoxelType])) { $text | Should -Match "\b$name\b" }
        ($text -split '\r?\n' | Where-Object { $_.Length -gt 80 }) | Should -BeNullOrEmpty
    }
}
