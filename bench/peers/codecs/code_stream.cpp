#include "readers.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

Bytes ReadCodeStream(const std::string & path)
{
  std::ifstream file(path, std::ios::binary);
  const Bytes bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  // Pixel Data, OB, undefined length: nothing else in these files looks like that.
  const std::uint8_t begin[] = { 0xe0, 0x7f, 0x10, 0x00, 'O', 'B', 0, 0, 0xff, 0xff, 0xff, 0xff };
  auto at = std::search(bytes.begin(), bytes.end(), std::begin(begin), std::end(begin));
  if (at == bytes.end())
  {
    throw std::runtime_error(path + " has no encapsulated pixel data.");
  }

  at += sizeof begin;
  Bytes joined;
  for (bool table = true; bytes.end() - at >= 8; table = false)
  {
    std::uint32_t tag, length;
    std::memcpy(&tag, &*at, 4);
    std::memcpy(&length, &*at + 4, 4);
    at += 8;
    if (tag != 0xe000fffe || length > static_cast<std::size_t>(bytes.end() - at))
    {
      break;
    }

    if (!table)
    {
      joined.insert(joined.end(), at, at + length);
    }

    at += length;
  }

  return joined;
}
