// Each reads one DICOM file of one frame into samples, or a code stream that lies in memory.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

using Bytes = std::vector<std::uint8_t>;

/// The only frame's code stream, its fragments joined: the test files have explicit VR and no sequences of undefined length before.
Bytes ReadCodeStream(const std::string & path);

Bytes DcmtkRead(const std::string & path);
Bytes GdcmRead(const std::string & path);
Bytes OpenJpegDecode(const Bytes & codeStream);
Bytes CharlsDecode(const Bytes & codeStream);
Bytes OpenJphDecode(const Bytes & codeStream);
