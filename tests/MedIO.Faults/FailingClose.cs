using System;
using System.Globalization;
using System.IO;
using MedIO.Tests;

namespace MedIO.Faults;

/// <summary>Runs this program where the system closes files that are written, but says that it could not: as shares do whose server is full.</summary>
internal static class FailingClose
{
    // Stands before the system's own, also for who asks for that by its name.
    private const string Source = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <errno.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/syscall.h>
        #include <unistd.h>
        int close(int file)
        {
            char link[64], path[4096];
            snprintf(link, sizeof link, "/proc/self/fd/%d", file);
            ssize_t length = readlink(link, path, sizeof path - 1);
            path[length < 0 ? 0 : length] = 0;
            int result = syscall(SYS_close, file);
            char *end = strrchr(path, '/');
            if (end && strstr(path, "medio.tmp") && strcmp(end, "/medio.tmp")) { errno = atoi(getenv("FAULT_ERROR")); return -1; }
            return result;
        }
        void *dlsym(void *library, const char *name)
        {
            static void *(*real)(void *, const char *);
            const char *versions[] = { "GLIBC_2.34", "GLIBC_2.17", "GLIBC_2.2.5", "GLIBC_2.0" };
            for (int i = 0; !real && i < 4; i++) real = dlvsym(RTLD_NEXT, "dlsym", versions[i]);
            return strcmp(name, "close") ? real(library, name) : (void *)close;
        }
        """;

    /// <summary>Why it cannot be done here; null where it can.</summary>
    public static string? WhyNot => OperatingSystem.IsLinux() && ExternalTool.Find("cc") is not null ? null : "there is no Linux, or no C compiler";

    /// <summary>Runs a part of it; what it says went wrong.</summary>
    public static string Run(int error, params string[] arguments)
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder["close.c"], Source);
        ExternalTool.Run("cc", $"-shared -fPIC -o {folder["close.so"]} {folder["close.c"]}");
        string[] before = { "LD_PRELOAD=" + folder["close.so"], "FAULT_ERROR=" + error.ToString(CultureInfo.InvariantCulture) };
        using Child child = Child.StartUnder(ExternalTool.Find("env")!, before, arguments);
        child.Finish();
        return child.ExitCode == 0 ? string.Empty : child.Errors;
    }
}
