using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Channels.Typed.Soak;

/// <summary>The interop server as a process, with its diagnostics.</summary>
internal sealed partial class Server : IAsyncDisposable
{
    // Log entries that this program causes: malformed frames and unmatched topics. Kestrel's 22 reports a busy machine.
    private static readonly string[] Expected =
    [
        "Channels.Typed.AspNetCore[108]", "Channels.Typed.AspNetCore[110]", "Microsoft.AspNetCore.Server.Kestrel[22]",
    ];

    private readonly Process _process;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly ConcurrentQueue<string> _unexpected = new();

    private Server(Process process) => _process = process;

    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Warnings and errors that this program does not cause on purpose.</summary>
    public IReadOnlyCollection<string> Unexpected => _unexpected;

    public static async Task<Server> StartAsync(string program)
    {
        var start = new ProcessStartInfo(program, ["--urls", "http://127.0.0.1:0", "--diagnostics", "true"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var server = new Server(Process.Start(start) ?? throw new InvalidOperationException($"'{program}' did not start."));
        server._process.ErrorDataReceived += (_, e) => server.OnLog(e.Data);
        server._process.BeginErrorReadLine();
        while (await server._process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Interop is on ", StringComparison.Ordinal))
            {
                server.Address = new Uri(line["Interop is on ".Length..]);
                return server;
            }
        }

        throw new InvalidOperationException($"'{program}' ended before it listened.");
    }

    public Task<string> GetAsync(string target) => _http.GetStringAsync(new Uri(Address, target));

    public async Task<ServerState> StateAsync()
    {
        string text = await GetAsync("/diagnostics");
        long[] numbers = [.. text.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
        return new ServerState(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    /// <summary>The state after a garbage collection.</summary>
    public async Task<ServerState> StateAtRestAsync()
    {
        await GetAsync("/gc");
        return await StateAsync();
    }

    /// <summary>Asks the host to stop. Returns whether its process ends within the limit.</summary>
    public async Task<bool> StopAsync(TimeSpan limit)
    {
        await GetAsync("/stop");
        using var guard = new CancellationTokenSource(limit);
        try
        {
            await _process.WaitForExitAsync(guard.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void OnLog(string? line)
    {
        if (line is not null && Entry().IsMatch(line) && !Expected.Any(entry => line.Contains(entry, StringComparison.Ordinal)))
        {
            _unexpected.Enqueue(line);
        }
    }

    [GeneratedRegex("^(warn|fail|crit): ")]
    private static partial Regex Entry();
}
