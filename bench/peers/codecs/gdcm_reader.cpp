#include "readers.h"

#include <gdcmImageReader.h>
#include <gdcmTrace.h>

#include <stdexcept>

Bytes GdcmRead(const std::string & path)
{
  // It tries JPEGs of 12 bits with the decoder of 8 bits first, and says so.
  static const bool quiet = (gdcm::Trace::WarningOff(), gdcm::Trace::ErrorOff(), true);
  (void)quiet;
  gdcm::ImageReader reader;
  reader.SetFileName(path.c_str());
  if (!reader.Read())
  {
    throw std::runtime_error(path + ": GDCM cannot read it.");
  }

  const gdcm::Image & image = reader.GetImage();
  Bytes samples(image.GetBufferLength());
  if (!image.GetBuffer(reinterpret_cast<char *>(samples.data())))
  {
    throw std::runtime_error(path + ": GDCM cannot decode it.");
  }

  return samples;
}
