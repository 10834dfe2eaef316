using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace MedIO.Faults;

/// <summary>What every write that failed has to leave behind.</summary>
internal static class Outcome
{
    /// <summary>Writes over the old image, which has to fail with one of some errors, and leave the old image alone and nothing else.</summary>
    public static void Fails(string folder, Target target, Action write, params MedIOError[] errors)
    {
        string[] before = Target.FinalNames(folder);
        try
        {
            write();
        }
        catch (MedIOException e)
        {
            Require(errors.Contains(e.Error), $"{target.Name}: it is called {e.Error}: {e.Message}");
            Require(e.Message.StartsWith(folder, StringComparison.Ordinal), $"{target.Name}: no path in '{e.Message}'");
            RequireUnchanged(folder, target, before);
            return;
        }

        throw new InvalidOperationException($"{target.Name}: it was written.");
    }

    public static void RequireUnchanged(string folder, Target target, string[] names)
    {
        string[] left = Target.TemporaryNames(folder);
        Require(left.Length == 0, $"{target.Name}: left behind: {string.Join(", ", left)}");
        string[] open = Handles.In(folder);
        Require(open.Length == 0, $"{target.Name}: still open: {string.Join(", ", open)}");
        Require(Target.FinalNames(folder).SequenceEqual(names), $"{target.Name}: there were {string.Join(", ", names)}, there are {string.Join(", ", Target.FinalNames(folder))}");
        if (names.Length > 0)
        {
            Require(target.Recognize(folder) == Version.Old, $"{target.Name}: the old image is gone");
        }
    }

    public static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
