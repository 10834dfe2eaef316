// Times ITK on one job, in the words of Compare-Peer.ps1: says "ready" when it is warm, then for each line on its input, a
// number of runs, prints the seconds of each.
//
// usage: itk_timings DATA JOB
// jobs: meta tree read read-gz read-mha read-nrrd read-nrrd-gz read-png read-tiff slice slice-gz reorient reorient-large write
//       write-gz write-mha write-nrrd-gz write-png write-tiff dicom-meta dicom-read series-FOLDER dicom-export dicom-convert
#include <itkCastImageFilter.h>
#include <itkGDCMImageIO.h>
#include <itkExtractImageFilter.h>
#include <itkFlipImageFilter.h>
#include <itkGDCMSeriesFileNames.h>
#include <itkImage.h>
#include <itkImageFileReader.h>
#include <itkImageIOFactory.h>
#include <itkImageFileWriter.h>
#include <itkImageSeriesReader.h>
#include <itkImageSeriesWriter.h>
#include <itkMetaDataObject.h>
#include <itkNumericSeriesFileNames.h>
#include <itkPermuteAxesImageFilter.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <unistd.h>
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

// Where the others write, too.
static std::filesystem::path SeriesFolder(const std::filesystem::path & data)
{
  return data / "out" / ("itk_timings-" + std::to_string(getpid()));
}

static std::filesystem::path Output(const std::string & data, const std::string & job)
{
  const std::string suffix = job == "write" ? ".nii" : job == "write-mha" ? ".mha" : job == "write-nrrd-gz" ? ".nrrd" : job == "write-tiff" ? ".tif" : ".nii.gz";
  return SeriesFolder(data).string() + suffix;
}

static void Write(const Volume::Pointer & volume, const std::filesystem::path & path)
{
  auto writer = itk::ImageFileWriter<Volume>::New();
  writer->SetFileName(path.string());
  writer->SetInput(volume);
  writer->SetUseCompression(path.extension() != ".tif" && path.extension() != ".nii");
  writer->Update();
}

// One slice, as an ITK program asks for it; whether more is read is for the reader of the format to say.
static void ReadSlice(const std::string & path)
{
  auto reader = itk::ImageFileReader<Volume>::New();
  reader->SetFileName(path);
  reader->UpdateOutputInformation();
  auto region = reader->GetOutput()->GetLargestPossibleRegion();
  region.SetIndex(2, 300);
  region.SetSize(2, 0);
  auto extract = itk::ExtractImageFilter<Volume, itk::Image<short, 2>>::New();
  extract->SetInput(reader->GetOutput());
  extract->SetDirectionCollapseToSubmatrix();
  extract->SetExtractionRegion(region);
  extract->Update();
}

// What each file is, by whichever reader says that it knows it.
static void ReadTree(const std::string & folder)
{
  for (const auto & entry : std::filesystem::recursive_directory_iterator(folder))
  {
    if (!entry.is_regular_file())
      continue;
    try
    {
      auto io = itk::ImageIOFactory::CreateImageIO(entry.path().c_str(), itk::ImageIOFactory::IOFileModeEnum::ReadMode);
      if (io)
      {
        io->SetFileName(entry.path().string());
        io->ReadImageInformation();
      }
    }
    catch (const itk::ExceptionObject &)
    {
    }
  }
}

static void WriteSeries(const Volume::Pointer & volume, const std::filesystem::path & folder)
{
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

static void WritePictures(const Volume::Pointer & volume, const std::filesystem::path & folder)
{
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
    WritePictures(volume, SeriesFolder(data));
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
    WriteSeries(volume, SeriesFolder(data));
  else if (job == "dicom-convert")
    Write(ReadSeries(data + "/ct"), Output(data, job));
  else if (job.rfind("series-", 0) == 0)
    ReadSeries(data + "/" + job.substr(7));
  else if (job == "tree")
    ReadTree(data + "/tree");
  else if (job == "slice")
    ReadSlice(data + "/large/vol.nii");
  else if (job == "slice-gz")
    ReadSlice(data + "/large/gz/vol.nii.gz");
  else if (job == "read-mha")
    Read(data + "/formats/vol.mha");
  else if (job.rfind("write", 0) == 0)
    Write(volume, Output(data, job));
  else
    throw std::invalid_argument("There is no job '" + job + "'.");
}

// The 48 ways to permute and flip the axes, but not the one that leaves them.
static std::vector<double> ReorientAll(const Volume::Pointer & volume)
{
  std::vector<double> seconds;
  unsigned int order[3] = { 0, 1, 2 };
  do
  {
    for (int ends = 0; ends < 8; ++ends)
    {
      const bool permuted = order[0] != 0 || order[1] != 1;
      if (!permuted && ends == 0)
        continue;
      const auto start = std::chrono::steady_clock::now();
      auto permute = itk::PermuteAxesImageFilter<Volume>::New();
      itk::FixedArray<unsigned int, 3> axes;
      itk::FixedArray<bool, 3> flipped;
      for (int i = 0; i < 3; ++i)
      {
        axes[i] = order[i];
        flipped[i] = (ends >> i & 1) != 0;
      }
      permute->SetInput(volume);
      permute->SetOrder(axes);
      Volume::Pointer result = volume;
      if (permuted)
      {
        permute->Update();
        result = permute->GetOutput();
      }
      if (ends != 0)
      {
        auto flip = itk::FlipImageFilter<Volume>::New();
        flip->SetInput(result);
        flip->SetFlipAxes(flipped);
        flip->Update();
        result = flip->GetOutput();
      }
      seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
  } while (std::next_permutation(order, order + 3));
  return seconds;
}

static std::vector<double> Time(const std::string & data, const std::string & job, const Volume::Pointer & volume)
{
  if (job.rfind("reorient", 0) == 0)
    return ReorientAll(volume);
  // A new series each time, and a new file; what is deleted between them is no part of writing it.
  std::filesystem::remove_all(SeriesFolder(data));
  std::filesystem::remove(Output(data, job));
  const auto start = std::chrono::steady_clock::now();
  Run(data, job, volume);
  return { std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() };
}

int main(int argc, char ** argv)
{
  if (argc != 3)
  {
    std::cerr << "usage: itk_timings DATA JOB\n";
    return 2;
  }
  try
  {
    const std::string data = argv[1], job = argv[2];
    std::filesystem::create_directories(std::filesystem::path(data) / "out");
    Volume::Pointer volume;
    if (job == "write-png" || job == "write-tiff")
      volume = Read(data + "/formats/stack.tif");
    else if (job == "reorient-large")
      volume = Read(data + "/large/half.nii");
    else if (job.rfind("write", 0) == 0 || job == "reorient")
      volume = Read(data + "/vol.nii");
    else if (job == "dicom-export")
      volume = ReadSeries(data + "/ct");
    Time(data, job, volume);
    std::cout << "ready" << std::endl;
    for (std::string line; std::getline(std::cin, line);)
    {
      for (int i = std::atoi(line.c_str()); i > 0; --i)
      {
        for (const double seconds : Time(data, job, volume))
          std::printf("%.6f ", seconds);
        std::printf("\n");
        std::fflush(stdout);
      }
    }
    if (std::filesystem::exists(Output(data, job)))
      std::printf("size %llu\n", static_cast<unsigned long long>(std::filesystem::file_size(Output(data, job))));
    std::filesystem::remove_all(SeriesFolder(data));
    std::filesystem::remove(Output(data, job));
  }
  catch (const std::exception & e)
  {
    std::cerr << e.what() << std::endl;
    return 1;
  }
}
