using System.Net;

namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>The application of the recordings as a process, on a free port.</summary>
public sealed class InteropProcess : IAsyncLifetime
{
    /// <summary>The factor for the recorded times of the mount "/short", which a busy machine could not keep otherwise.</summary>
    public const int Stretch = 4;

    private const string Announcement = "Interop is on ";

    private string[] _program = ["dotnet", Repository.InteropServer];
    private LineProcess? _process;

    public Uri Http { get; private set; } = null!;

    internal IPEndPoint Address => new(IPAddress.Loopback, Http.Port);

    /// <summary>Starts another process, or another build of the program.</summary>
    public static async Task<InteropProcess> StartProgramAsync(params string[] program)
    {
        var process = new InteropProcess();
        process._program = program.Length > 0 ? program : process._program;
        await process.InitializeAsync();
        return process;
    }

    public async ValueTask InitializeAsync() => await StartAsync();

    /// <summary>A proxy for clients, which keeps its address when the program is restarted.</summary>
    internal TcpProxy Proxy() => TcpProxy.Start(Address);

    /// <summary>Kills the program and starts it again, on another port, because the old port may not be free any more.</summary>
    public async Task RestartAsync()
    {
        await _process!.DisposeAsync(); // Started before.
        await StartAsync();
    }

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? default;

    private async Task StartAsync()
    {
        _process = LineProcess.Start(
            _program[0], [.. _program[1..], "--urls", "http://127.0.0.1:0", "--stretch", $"{Stretch}", "--later", "1500"]);
        string line = await _process.ExpectAsync(
            printed => printed.StartsWith(Announcement, StringComparison.Ordinal), $"'{Announcement}…'");
        Http = new Uri(line[Announcement.Length..]);
    }
}
