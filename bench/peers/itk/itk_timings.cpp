// Times ITK on one job: prints the seconds of each run.
//
// usage: itk_timings DATA JOB RUNS
// jobs: meta read read-gz write-gz
#include <itkImage.h>
#include <itkImageFileReader.h>
#include <itkImageFileWriter.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

using Volume = itk::Image<short, 3>;

static Volume::Pointer Read(const std::string & path)
{
  auto reader = itk::ImageFileReader<Volume>::New();
  reader->SetFileName(path);
  reader->Update();
  return reader->GetOutput();
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
  else
  {
    auto writer = itk::ImageFileWriter<Volume>::New();
    writer->SetFileName((std::filesystem::temp_directory_path() / "itk_timings.nii.gz").string());
    writer->SetInput(volume);
    writer->UseCompressionOn();
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
    const Volume::Pointer volume = job == "write-gz" ? Read(data + "/vol.nii") : Volume::Pointer();
    Run(data, job, volume);
    for (int i = 0; i < std::atoi(argv[3]); ++i)
    {
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
