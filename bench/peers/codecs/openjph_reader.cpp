#include "readers.h"

#include <openjph/ojph_codestream.h>
#include <openjph/ojph_file.h>
#include <openjph/ojph_mem.h>
#include <openjph/ojph_params.h>

Bytes OpenJphDecode(const Bytes & codeStream)
{
  ojph::mem_infile file;
  file.open(codeStream.data(), codeStream.size());
  ojph::codestream stream;
  stream.read_headers(&file);
  stream.create();
  const ojph::param_siz size = stream.access_siz();
  const std::size_t columns = size.get_recon_width(0);
  const std::size_t rows = size.get_recon_height(0);
  const std::size_t components = size.get_num_components();
  std::vector<std::size_t> row(components);
  const bool wide = size.get_bit_depth(0) > 8;
  Bytes samples(columns * rows * components * (wide ? 2 : 1));
  for (std::size_t lines = rows * components; lines > 0; lines--)
  {
    ojph::ui32 c = 0;
    const ojph::si32 * line = stream.pull(c)->i32;
    const std::size_t first = row[c]++ * columns * components + c;
    for (std::size_t x = 0; x < columns; x++)
    {
      if (wide)
      {
        reinterpret_cast<std::int16_t *>(samples.data())[first + x * components] = static_cast<std::int16_t>(line[x]);
      }
      else
      {
        samples[first + x * components] = static_cast<std::uint8_t>(line[x]);
      }
    }
  }

  stream.close();
  return samples;
}
