// Times ITK on one job: prints the seconds of each run.
//
// usage: itk_timings DATA JOB RUNS
// jobs: meta read read-gz read-nrrd read-nrrd-gz read-png read-tiff write-gz write-nrrd-gz write-png write-tiff dicom-meta dicom-read dicom-export
#include <itkCastImageFilter.h>
#include <itkGDCMImageIO.h>
#include <itkGDCMSeriesFileNames.h>
#include <itkImage.h>
#include <itkImageFileReader.h>
#include <itkImageFileWriter.h>
#include <itkImageSeriesReader.h>
#include <itkImageSeriesWriter.h>
#include <itkMetaDataObject.h>
#include <itkNumericSeriesFileNames.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

using Volume = itk::Image<short, 3>;

static Volume::Pointer Read(const std::string & path)
{
  auto reader = itk::ImageFileReader<Volume>::New();
  reader->SetFileName(path);
  reader->Update();
  return reader->GetOutput();
}

static Volume::Pointer ReadSeries(const std::string & folder)
{
  auto names = itk::GDCMSeriesFileNames::New();
  names->SetDirectory(folder);
  auto reader = itk::ImageSeriesReader<Volume>::New();
  reader->SetImageIO(itk::GDCMImageIO::New());
  reader->SetFileNames(names->GetInputFileNames());
  reader->Update();
  return reader->GetOutput();
}

static std::vector<std::string> Pictures(const std::filesystem::path & folder, std::size_t count)
{
  auto names = itk::NumericSeriesFileNames::New();
  names->SetSeriesFormat((folder / "slice%04d.png").string());
  names->SetStartIndex(0);
  names->SetEndIndex(count - 1);
  return names->GetFileNames();
}

static void ReadPictures(const std::filesystem::path & folder)
{
  std::vector<std::string> names;
  for (const auto & entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().string());
  std::sort(names.begin(), names.end());
  auto reader = itk::ImageSeriesReader<itk::Image<unsigned short, 3>>::New();
  reader->SetFileNames(names);
  reader->Update();
}

static std::filesystem::path SeriesFolder()
{
  return std::filesystem::temp_directory_path() / "itk_timings_series";
}

static void WriteSeries(const Volume::Pointer & volume)
{
  const auto folder = SeriesFolder();
  std::filesystem::create_directory(folder);
  auto io = itk::GDCMImageIO::New();
  itk::EncapsulateMetaData<std::string>(io->GetMetaDataDictionary(), "0008|0060", "CT");
  auto names = itk::NumericSeriesFileNames::New();
  names->SetSeriesFormat((folder / "IM%d.dcm").string());
  names->SetStartIndex(1);
  names->SetEndIndex(volume->GetLargestPossibleRegion().GetSize(2));
  auto writer = itk::ImageSeriesWriter<Volume, itk::Image<short, 2>>::New();
  writer->SetInput(volume);
  writer->SetImageIO(io);
  writer->SetFileNames(names->GetFileNames());
  writer->Update();
}

static void WritePictures(const Volume::Pointer & volume)
{
  const auto folder = SeriesFolder();
  std::filesystem::create_directory(folder);
  auto cast = itk::CastImageFilter<Volume, itk::Image<unsigned short, 3>>::New();
  cast->SetInput(volume);
  auto writer = itk::ImageSeriesWriter<itk::Image<unsigned short, 3>, itk::Image<unsigned short, 2>>::New();
  writer->SetInput(cast->GetOutput());
  writer->SetFileNames(Pictures(folder, volume->GetLargestPossibleRegion().GetSize(2)));
  writer->UseCompressionOn();
  writer->Update();
}

static void Run(const std::string & data, const std::string & job, const Volume::Pointer & volume)
{
  if (job == "meta")
  {
    for (const auto & entry : std::filesystem::directory_iterator(data + "/many"))
    {
      auto reader = itk::ImageFileReader<Volume>::New();
      reader->SetFileName(entry.path());
      reader->UpdateOutputInformation();
    }
  }
  else if (job == "read")
    Read(data + "/vol.nii");
  else if (job == "read-gz")
    Read(data + "/gz/vol.nii.gz");
  else if (job == "read-nrrd")
    Read(data + "/formats/vol.nrrd");
  else if (job == "read-nrrd-gz")
    Read(data + "/formats/vol-gz.nrrd");
  else if (job == "read-tiff")
    Read(data + "/formats/stack.tif");
  else if (job == "read-png")
    ReadPictures(data + "/formats/png");
  else if (job == "write-png")
    WritePictures(volume);
  else if (job == "dicom-meta")
  {
    for (const auto & entry : std::filesystem::directory_iterator(data + "/ct"))
    {
      auto reader = itk::ImageFileReader<Volume>::New();
      reader->SetImageIO(itk::GDCMImageIO::New());
      reader->SetFileName(entry.path());
      reader->UpdateOutputInformation();
    }
  }
  else if (job == "dicom-read")
    ReadSeries(data + "/ct");
  else if (job == "dicom-export")
    WriteSeries(volume);
  else
  {
    auto writer = itk::ImageFileWriter<Volume>::New();
    const std::string suffix = job == "write-nrrd-gz" ? ".nrrd" : job == "write-tiff" ? ".tif" : ".nii.gz";
    writer->SetFileName((std::filesystem::temp_directory_path() / ("itk_timings" + suffix)).string());
    writer->SetInput(volume);
    writer->SetUseCompression(suffix != ".tif");
    writer->Update();
  }
}

int main(int argc, char ** argv)
{
  if (argc != 4)
  {
    std::cerr << "usage: itk_timings DATA JOB RUNS\n";
    return 2;
  }
  try
  {
    const std::string data = argv[1], job = argv[2];
    const Volume::Pointer volume = job == "write-png" || job == "write-tiff" ? Read(data + "/formats/stack.tif") : job.rfind("write-", 0) == 0 ? Read(data + "/vol.nii") : job == "dicom-export" ? ReadSeries(data + "/ct") : Volume::Pointer();
    // A new series each time; what is deleted between them is no part of writing it.
    std::filesystem::remove_all(SeriesFolder());
    Run(data, job, volume);
    for (int i = 0; i < std::atoi(argv[3]); ++i)
    {
      std::filesystem::remove_all(SeriesFolder());
      const auto start = std::chrono::steady_clock::now();
      Run(data, job, volume);
      std::printf("%.6f\n", std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
  }
  catch (const std::exception & e)
  {
    std::cerr << e.what() << std::endl;
    return 1;
  }
}
