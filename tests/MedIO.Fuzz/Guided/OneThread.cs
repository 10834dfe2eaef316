using System;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace MedIO.Fuzz.Guided;

/// <summary>
/// Runs work so that nothing runs beside it. The branch that a thread came from last belongs to another case where it helps with many,
/// and counts go astray where two count at once: the same case would seem to go another way each time, and all would be kept.
/// </summary>
internal static class OneThread
{
    /// <summary>Runs it on the pool's only thread, which does by itself what it queues for others and waits for.</summary>
    public static int Run(Func<int> work)
    {
        ThreadPool.SetMinThreads(1, 1);
        ThreadPool.SetMaxThreads(1, 1);
        int result = 0;
        ExceptionDispatchInfo? failure = null;
        using var done = new ManualResetEventSlim();
        ThreadPool.UnsafeQueueUserWorkItem(
            _ =>
            {
                try
                {
                    result = work();
                }
#pragma warning disable CA1031 // It is thrown again where it was called.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }

                done.Set();
            },
            null);
        done.Wait();
        failure?.Throw();
        return result;
    }
}
