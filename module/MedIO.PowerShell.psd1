@{
    RootModule           = 'MedIO.PowerShell.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = 'b8fc3149-f443-4a4d-a8c9-a00302fac887'
    Author               = 'MedIO.PowerShell contributors'
    CompanyName          = 'MedIO.PowerShell contributors'
    Copyright            = '(c) MedIO.PowerShell contributors. Apache-2.0.'
    Description          = 'Medical image I/O: reads, describes, reorients, slices, converts and writes DICOM, NIfTI, MetaImage, NRRD, MGH, MINC, AFNI, VTK, PNG, TIFF and more.'

    # PowerShell 7.4 and later gets bin/net8.0, everything else bin/netstandard2.0.
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    # System.Memory on Windows PowerShell needs it.
    DotNetFrameworkVersion = '4.7.2'

    TypesToProcess       = @('MedIO.PowerShell.Types.ps1xml')
    FormatsToProcess     = @('MedIO.PowerShell.Format.ps1xml')

    # Explicit lists: wildcards here would make PowerShell load the module to learn what it has.
    CmdletsToExport      = @(
        'Convert-MedImage', 'Export-DicomSeries', 'Get-DicomElement', 'Get-DicomSeries', 'Get-MedBackend', 'Get-MedFormat', 'Get-MedMeta'
        'Read-MedImage', 'Register-MedBackend', 'Save-MedImage', 'Unregister-MedBackend'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()

    PrivateData          = @{
        PSData = @{
            Tags         = @(
                'medical-imaging', 'medical', 'imaging', 'radiology', 'neuroimaging', 'MRI', 'CT'
                'DICOM', 'dcm', 'PACS', 'NIfTI', 'nii', 'MetaImage', 'mha', 'NRRD', 'MGH', 'MINC', 'AFNI', 'VTK'
                'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS'
            )
            ReleaseNotes = 'See CHANGELOG.md in the module''s folder.'
        }
    }
}
