using System.Diagnostics;

namespace Channels.Typed.Soak.Load;

/// <summary>Runs all clients for a time, and then checks that the server has released everything.</summary>
internal sealed class SoakRun(Server server, int clients, TimeSpan duration, int seed)
{
    // Buffer pools and tables of the runtime remain. A connection that remained would take some kilobytes.
    private const long HeapTolerance = 16 * 1024 * 1024;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(60); // Sessions of long polling end after 15 seconds.

    private readonly Counts _counts = new();

    public async Task<bool> RunAsync()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
        await WarmUpAsync(http);
        ServerState before = await server.StateAtRestAsync();
        Console.WriteLine($"Before: {before}");

        using var stop = new CancellationTokenSource(duration);
        Task all = Task.WhenAll(
            Enumerable.Range(0, clients).Select(i => new Client(server, http, _counts, new Random(seed + i)).RunAsync(stop.Token)));
        await ReportAsync(all);
        await all;

        ServerState after = await RestAsync();
        Console.WriteLine($"After:  {after}");
        Console.WriteLine($"{_counts}");
        foreach (string line in server.Unexpected.Take(20))
        {
            Console.WriteLine($"Logged: {line}");
        }

        bool isRight = Check(after.Connections == 0, "no connection remains")
            & Check(after.Channels == 0, "no channel remains")
            & Check(after.Heap - before.Heap <= HeapTolerance, $"the heap is as before, within {HeapTolerance >> 20} MiB")
            & Check(server.Unexpected.Count == 0, "no unexpected log entries")
            & Check(_counts.Failures == 0, "no client failed");
        return isRight;
    }

    // Compiled code and the first buffers are allocated once and do not grow.
    private async Task WarmUpAsync(HttpClient http)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await Task.WhenAll(
            Enumerable.Range(0, Math.Min(clients, 100)).Select(
                i => new Client(server, http, new Counts(), new Random(i)).RunAsync(stop.Token)));
        await RestAsync();
    }

    private async Task ReportAsync(Task all)
    {
        long started = Stopwatch.GetTimestamp();
        long messages = 0;
        while (await Task.WhenAny(all, Task.Delay(Interval, TimeProvider.System)) != all)
        {
            ServerState state = await server.StateAsync();
            long now = _counts.Messages;
            Console.WriteLine(FormattableString.Invariant(
                $"{Stopwatch.GetElapsedTime(started).TotalSeconds,4:F0} s: {_counts.Connected} clients, {(now - messages) / Interval.TotalSeconds:F0} messages/s; {state}"));
            messages = now;
        }
    }

    private async Task<ServerState> RestAsync()
    {
        long started = Stopwatch.GetTimestamp();
        ServerState state = await server.StateAtRestAsync();
        while (state is not { Connections: 0, Channels: 0 } && Stopwatch.GetElapsedTime(started) < LongestRest)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            state = await server.StateAtRestAsync();
        }

        return state;
    }

    private static bool Check(bool isRight, string what)
    {
        Console.WriteLine($"{(isRight ? "ok    " : "FAILED")} {what}");
        return isRight;
    }
}
