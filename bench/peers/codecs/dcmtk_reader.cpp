#include "readers.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>

#include <stdexcept>

Bytes DcmtkRead(const std::string & path)
{
  static const bool registered = []
  {
    DJDecoderRegistration::registerCodecs();
    DJLSDecoderRegistration::registerCodecs();
    return true;
  }();
  (void)registered;
  DcmFileFormat file;
  OFCondition result = file.loadFile(path.c_str());
  if (result.good())
  {
    result = file.getDataset()->chooseRepresentation(EXS_LittleEndianExplicit, nullptr);
  }

  DcmElement * element = nullptr;
  if (result.good())
  {
    result = file.getDataset()->findAndGetElement(DCM_PixelData, element);
  }

  Uint16 * words = nullptr;
  Uint8 * bytes = nullptr;
  if (result.good() && element->getUint16Array(words).good() && words)
  {
    const auto * begin = reinterpret_cast<std::uint8_t *>(words);
    return Bytes(begin, begin + element->getLength());
  }

  if (result.good() && element->getUint8Array(bytes).good() && bytes)
  {
    return Bytes(bytes, bytes + element->getLength());
  }

  throw std::runtime_error(path + ": DCMTK cannot read it: " + result.text());
}
