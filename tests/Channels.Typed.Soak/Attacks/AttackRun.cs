using System.Diagnostics;
using System.Net.WebSockets;

namespace Channels.Typed.Soak.Attacks;

/// <summary>
/// Runs one attack against a new server: its memory must stay within the tolerance, other clients are served, the attacker's places are
/// given back, and the host stops in time.
/// </summary>
internal sealed class AttackRun(string program, IAttack attack)
{
    private const long Tolerance = 64 * 1024 * 1024;

    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(60);

    // HostOptions.ShutdownTimeout is 30 seconds. Then the listener waits for ChannelShutdownTimeout and one second.
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(40);

    public async Task<bool> RunAsync()
    {
        await using Server server = await Server.StartAsync(program);
        await WarmUpAsync(server);
        ServerState before = await server.StateAtRestAsync();
        Console.WriteLine($"== {attack.Name}\nBefore: {before}");

        bool isRight = true;
        using var stop = new CancellationTokenSource();
        Task<long> peak = PeakAsync(server, stop.Token);
        try
        {
            using IDisposable sockets = await attack.RunAsync(server);
            isRight &= Check(await IsServedAsync(server), "another client is served");
        }
        catch (Exception e) when (e is IOException or WebSocketException or OperationCanceledException)
        {
            isRight = Check(false, $"{e.GetType().Name}: {e.Message}");
        }

        await stop.CancelAsync();
        long growth = await peak - before.WorkingSet;
        ServerState after = await RestAsync(server);
        Console.WriteLine($"After:  {after}; at most {growth >> 20} MiB more");
        isRight &= Check(growth < Tolerance, $"the working set grew by less than {Tolerance >> 20} MiB")
            & Check(after.Connections == 0, "no connection remains");
        long started = Stopwatch.GetTimestamp();
        bool hasStopped = await server.StopAsync(LongestStop);
        return Check(hasStopped, FormattableString.Invariant($"the host stops ({Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s)"))
            & isRight;
    }

    // Code that is compiled and buffers that are pooled once are not the attack's.
    private static async Task WarmUpAsync(Server server)
    {
        string text = new('x', 500_000);
        for (int i = 0; i < 20; i++)
        {
            using SoakSocket? socket = await SoakSocket.ConnectAsync(server.Address);
            await socket!.CallAsync("1", "1", "bench:a", "phx_join"); // Not null: nothing refuses here.
            await socket.CallAsync("1", "2", "bench:a", "echo", $$"""{"text":"{{text}}"}""");
            await socket.CloseAsync();
        }
    }

    private static async Task<bool> IsServedAsync(Server server)
    {
        using SoakSocket? socket = await SoakSocket.ConnectAsync(server.Address);
        return socket is not null
            && (await socket.CallAsync("1", "1", "bench:other", "phx_join")).Contains("\"ok\"", StringComparison.Ordinal)
            && (await socket.CallAsync("1", "2", "bench:other", "echo", """{"a":1}""")).Contains("\"a\":1", StringComparison.Ordinal);
    }

    private static async Task<long> PeakAsync(Server server, CancellationToken stop)
    {
        long peak = 0;
        while (!stop.IsCancellationRequested)
        {
            peak = Math.Max(peak, (await server.StateAsync()).WorkingSet);
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
        }

        return peak;
    }

    private static async Task<ServerState> RestAsync(Server server)
    {
        long started = Stopwatch.GetTimestamp();
        ServerState state = await server.StateAtRestAsync();
        while (state.Connections != 0 && Stopwatch.GetElapsedTime(started) < LongestRest)
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
