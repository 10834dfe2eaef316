#include "readers.h"

#include <charls/charls.h>

Bytes CharlsDecode(const Bytes & codeStream)
{
  Bytes samples;
  charls::jpegls_decoder::decode(codeStream, samples);
  return samples;
}
