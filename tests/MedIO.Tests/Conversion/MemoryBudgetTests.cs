using System;
using System.Threading;
using System.Threading.Tasks;
using MedIO.IO;
using Xunit;

namespace MedIO.Tests.Conversion;

public sealed class MemoryBudgetTests
{
    [Fact]
    public async Task Who_needs_more_than_is_left_waits_until_there_is_enough()
    {
        var budget = new MemoryBudget(100);
        MemoryBudget.Share first = budget.Take(60, default);
        using MemoryBudget.Share second = budget.Take(40, default);
        Task<MemoryBudget.Share> third = Task.Run(() => budget.Take(60, default));
        await Task.Delay(120);
        Assert.False(third.IsCompleted);
        first.Dispose();
        using MemoryBudget.Share got = await third;
        Assert.Equal(100, budget.Used);
    }

    [Fact]
    public void One_alone_gets_what_it_needs()
    {
        var budget = new MemoryBudget(100);
        using (MemoryBudget.Share share = budget.Take(10, default))
        {
            share.Change(1000, default);
            Assert.Equal(1000, budget.Used);
        }

        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public async Task Two_that_want_more_do_not_wait_for_each_other()
    {
        var budget = new MemoryBudget(100);
        Task[] works = new Task[8];
        for (int i = 0; i < works.Length; i++)
        {
            works[i] = Task.Run(() =>
            {
                using MemoryBudget.Share share = budget.Take(10, default);
                share.Change(90, default);
                Assert.InRange(budget.Used, 90, 100);
            });
        }

        Task all = Task.WhenAll(works);
        Assert.Same(all, await Task.WhenAny(all, Task.Delay(TimeSpan.FromSeconds(30))));
        await all;
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public void Waiting_stops_when_told_to_and_takes_nothing()
    {
        var budget = new MemoryBudget(100);
        using MemoryBudget.Share first = budget.Take(60, default);
        using var stop = new CancellationTokenSource(50);
        Assert.ThrowsAny<OperationCanceledException>(() => budget.Take(60, stop.Token));
        Assert.Equal(60, budget.Used);
    }

    [Fact]
    public void The_process_has_some() => Assert.True(MemoryBudget.Available > 64 << 20);
}
