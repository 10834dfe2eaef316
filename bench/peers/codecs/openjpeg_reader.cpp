#include "readers.h"

#include <openjpeg.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>

namespace
{
struct Memory
{
  const Bytes & bytes;
  std::size_t at;
};

OPJ_SIZE_T Read(void * buffer, OPJ_SIZE_T count, void * data)
{
  auto & memory = *static_cast<Memory *>(data);
  const std::size_t n = std::min(count, memory.bytes.size() - memory.at);
  std::memcpy(buffer, memory.bytes.data() + memory.at, n);
  memory.at += n;
  return n ? n : static_cast<OPJ_SIZE_T>(-1);
}

OPJ_OFF_T Skip(OPJ_OFF_T count, void * data)
{
  auto & memory = *static_cast<Memory *>(data);
  memory.at = std::min(memory.bytes.size(), memory.at + static_cast<std::size_t>(count));
  return count;
}

OPJ_BOOL Seek(OPJ_OFF_T to, void * data)
{
  static_cast<Memory *>(data)->at = static_cast<std::size_t>(to);
  return OPJ_TRUE;
}
}

Bytes OpenJpegDecode(const Bytes & codeStream)
{
  Memory memory{ codeStream, 0 };
  std::unique_ptr<opj_stream_t, decltype(&opj_stream_destroy)> stream(opj_stream_default_create(OPJ_TRUE), opj_stream_destroy);
  opj_stream_set_user_data(stream.get(), &memory, nullptr);
  opj_stream_set_user_data_length(stream.get(), codeStream.size());
  opj_stream_set_read_function(stream.get(), Read);
  opj_stream_set_skip_function(stream.get(), Skip);
  opj_stream_set_seek_function(stream.get(), Seek);
  std::unique_ptr<opj_codec_t, decltype(&opj_destroy_codec)> codec(opj_create_decompress(OPJ_CODEC_J2K), opj_destroy_codec);
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  opj_image_t * decoded = nullptr;
  if (!opj_setup_decoder(codec.get(), &parameters) || !opj_read_header(stream.get(), codec.get(), &decoded))
  {
    throw std::runtime_error("OpenJPEG cannot read the header.");
  }

  std::unique_ptr<opj_image_t, decltype(&opj_image_destroy)> image(decoded, opj_image_destroy);
  if (!opj_decode(codec.get(), stream.get(), image.get()))
  {
    throw std::runtime_error("OpenJPEG cannot decode it.");
  }

  // 16 bits a sample, or 8, components of a pixel together.
  const std::size_t count = static_cast<std::size_t>(image->comps[0].w) * image->comps[0].h;
  const std::size_t n = image->numcomps;
  const bool wide = image->comps[0].prec > 8;
  Bytes samples(count * n * (wide ? 2 : 1));
  for (std::size_t c = 0; c < n; c++)
  {
    const OPJ_INT32 * from = image->comps[c].data;
    for (std::size_t i = 0; i < count; i++)
    {
      if (wide)
      {
        reinterpret_cast<std::int16_t *>(samples.data())[i * n + c] = static_cast<std::int16_t>(from[i]);
      }
      else
      {
        samples[i * n + c] = static_cast<std::uint8_t>(from[i]);
      }
    }
  }

  return samples;
}
