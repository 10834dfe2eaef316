// Times a library on one job, in the words of Compare-Peer.ps1: says "ready" when it is warm, then for each line on its
// input, a number of runs, prints the seconds of each.
//
// usage: codec_timings LIBRARY DATA JOB [CHECKSUM]
// libraries: dcmtk gdcm (a file), openjpeg charls openjph (its code stream, in memory already)
// jobs: codec-NAME, the first 20 files of DATA/NAME one after another, prints the seconds of one; series-NAME, all files on all cores
// Ends with 3 where it has no such library. With a fourth argument it prints a checksum of the first file's samples.
#include "readers.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <functional>
#include <iostream>
#include <thread>

using Work = std::function<Bytes(std::size_t)>;

static Work Decoder(const std::string & library, const std::vector<std::string> & files)
{
  using Stream = Bytes (*)(const Bytes &);
  Stream decode = nullptr;
#ifdef WITH_DCMTK
  if (library == "dcmtk")
  {
    return [&files](std::size_t i) { return DcmtkRead(files[i]); };
  }
#endif
#ifdef WITH_GDCM
  if (library == "gdcm")
  {
    return [&files](std::size_t i) { return GdcmRead(files[i]); };
  }
#endif
#ifdef WITH_OPENJPEG
  if (library == "openjpeg")
  {
    decode = OpenJpegDecode;
  }
#endif
#ifdef WITH_CHARLS
  if (library == "charls")
  {
    decode = CharlsDecode;
  }
#endif
#ifdef WITH_OPENJPH
  if (library == "openjph")
  {
    decode = OpenJphDecode;
  }
#endif
  if (!decode)
  {
    std::exit(3);
  }

  std::vector<Bytes> streams;
  for (const std::string & file : files)
  {
    streams.push_back(ReadCodeStream(file));
  }

  return [streams = std::move(streams), decode](std::size_t i) { return decode(streams[i]); };
}

static void Run(const Work & work, std::size_t count, unsigned threads)
{
  std::atomic<std::size_t> next{ 0 };
  const auto take = [&]
  {
    for (std::size_t i; (i = next++) < count;)
    {
      work(i);
    }
  };
  std::vector<std::thread> others;
  for (unsigned t = 1; t < threads; t++)
  {
    others.emplace_back(take);
  }

  take();
  for (std::thread & other : others)
  {
    other.join();
  }
}

int main(int argc, char ** argv)
try
{
  if (argc < 4)
  {
    std::fprintf(stderr, "usage: codec_timings LIBRARY DATA JOB [CHECKSUM]\n");
    return 2;
  }

  const std::string job = argv[3];
  const bool series = job.rfind("series-", 0) == 0;
  std::vector<std::string> files;
  for (const auto & entry : std::filesystem::directory_iterator(std::filesystem::path(argv[2]) / job.substr(job.find('-') + 1)))
  {
    files.push_back(entry.path().string());
  }

  std::sort(files.begin(), files.end());
  if (!series && files.size() > 20)
  {
    files.resize(20);
  }

  const Work work = Decoder(argv[1], files);
  if (argc > 4)
  {
    std::uint32_t hash = 2166136261u;
    for (const std::uint8_t part : work(0))
    {
      hash = (hash ^ part) * 16777619u;
    }

    std::printf("%s %s %08x\n", argv[1], job.c_str(), hash);
    return 0;
  }

  const unsigned threads = series ? std::max(1u, std::thread::hardware_concurrency()) : 1;
  Run(work, files.size(), threads);
  std::puts("ready");
  std::fflush(stdout);
  for (std::string line; std::getline(std::cin, line);)
  {
    for (int i = std::atoi(line.c_str()); i > 0; i--)
    {
      const auto start = std::chrono::steady_clock::now();
      Run(work, files.size(), threads);
      const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
      std::printf("%.6f\n", seconds.count() / (series ? 1 : files.size()));
      std::fflush(stdout);
    }
  }

  return 0;
}
catch (const std::exception & error)
{
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
