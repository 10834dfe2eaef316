// Reads images with ITK's own readers.
//
// usage: itk_reader OUT < paths      a line a path, or a folder, a tab and a SeriesInstanceUID
// Prints of each "sizes|components|type|spacing|origin|directions|files", or "!" and what ITK says, and writes its numbers to OUT/n.raw.
#include <itkGDCMImageIO.h>
#include <itkGDCMSeriesFileNames.h>
#include <itkImageFileReader.h>
#include <itkImageIOFactory.h>
#include <itkImageSeriesReader.h>
#include <itkVersion.h>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <vector>

static void Save(const std::string & out, int number, const char * bytes, size_t length)
{
  std::ofstream(out + "/" + std::to_string(number) + ".raw", std::ios::binary).write(bytes, static_cast<std::streamsize>(length));
}

static std::string One(const std::string & path, const std::string & out, int number)
{
  auto io = itk::ImageIOFactory::CreateImageIO(path.c_str(), itk::ImageIOFactory::IOFileModeEnum::ReadMode);
  if (!io) throw std::runtime_error("no reader of ITK takes it");
  io->SetFileName(path);
  io->ReadImageInformation();
  const unsigned n = io->GetNumberOfDimensions();
  itk::ImageIORegion region(n);
  for (unsigned i = 0; i < n; ++i) { region.SetIndex(i, 0); region.SetSize(i, io->GetDimensions(i)); }
  io->SetIORegion(region);
  std::vector<char> bytes(io->GetImageSizeInBytes());
  io->Read(bytes.data());
  Save(out, number, bytes.data(), bytes.size());
  std::ostringstream line;
  line << std::setprecision(17);
  for (unsigned i = 0; i < n; ++i) line << (i ? " " : "") << io->GetDimensions(i);
  line << '|' << io->GetNumberOfComponents() << '|' << itk::ImageIOBase::GetComponentTypeAsString(io->GetComponentType()) << '|';
  for (unsigned i = 0; i < n; ++i) line << (i ? " " : "") << io->GetSpacing(i);
  line << '|';
  for (unsigned i = 0; i < n; ++i) line << (i ? " " : "") << io->GetOrigin(i);
  line << '|';
  for (unsigned i = 0; i < n; ++i) for (double v : io->GetDirection(i)) line << v << ' ';
  line << '|';
  return line.str();
}

static std::string Series(const std::string & folder, const std::string & uid, const std::string & out, int number)
{
  using Image = itk::Image<double, 3>;
  auto names = itk::GDCMSeriesFileNames::New();
  names->SetUseSeriesDetails(false);
  names->SetRecursive(true);
  names->SetDirectory(folder);
  auto files = names->GetFileNames(uid);
  if (files.empty()) throw std::runtime_error("GDCMSeriesFileNames finds no files of the series");
  auto reader = itk::ImageSeriesReader<Image>::New();
  reader->SetImageIO(itk::GDCMImageIO::New());
  reader->SetFileNames(files);
  reader->Update();
  auto image = reader->GetOutput();
  auto size = image->GetLargestPossibleRegion().GetSize();
  Save(out, number, reinterpret_cast<const char *>(image->GetBufferPointer()), size[0] * size[1] * size[2] * sizeof(double));
  std::ostringstream line;
  line << std::setprecision(17) << size[0] << ' ' << size[1] << ' ' << size[2] << "|1|double|";
  for (int i = 0; i < 3; ++i) line << (i ? " " : "") << image->GetSpacing()[i];
  line << '|';
  for (int i = 0; i < 3; ++i) line << (i ? " " : "") << image->GetOrigin()[i];
  line << '|';
  for (int c = 0; c < 3; ++c) for (int r = 0; r < 3; ++r) line << image->GetDirection()[r][c] << ' ';
  line << '|';
  for (auto & file : files) line << file << '\t';
  return line.str();
}

int main(int argc, char ** argv)
{
  if (argc != 2) { std::cerr << "usage: itk_reader OUT < paths" << std::endl; return 2; }
  itk::Object::GlobalWarningDisplayOff();
  std::cout << "ITK " << itk::Version::GetITKVersion() << std::endl;
  std::string line;
  for (int number = 0; std::getline(std::cin, line); ++number)
  {
    std::string answer;
    try
    {
      auto tab = line.find('\t');
      answer = tab == std::string::npos ? One(line, argv[1], number) : Series(line.substr(0, tab), line.substr(tab + 1), argv[1], number);
    }
    catch (const std::exception & e)
    {
      std::string said = e.what();
      for (char & c : said) if (c == '\n' || c == '\r') c = ' ';
      answer = "!" + said;
    }
    std::cout << answer << std::endl;
  }
}
