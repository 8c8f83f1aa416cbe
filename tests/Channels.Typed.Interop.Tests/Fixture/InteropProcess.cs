namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>The application of the recordings as a program of its own, on a port of its own.</summary>
public sealed class InteropProcess : IAsyncLifetime
{
    private const string Announcement = "Interop is on ";

    private string[] _program = ["dotnet", Repository.InteropServer];
    private LineProcess? _process;

    public Uri Http { get; private set; } = null!;

    /// <summary>Starts another build of the program.</summary>
    public static async Task<InteropProcess> StartProgramAsync(params string[] program)
    {
        var process = new InteropProcess { _program = program };
        await process.InitializeAsync();
        return process;
    }

    public async ValueTask InitializeAsync() => await StartAsync("http://127.0.0.1:0");

    /// <summary>Kills the program, and starts it again on the same port.</summary>
    public async Task RestartAsync()
    {
        await _process!.DisposeAsync(); // Started before.
        await StartAsync(Http.ToString());
    }

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? default;

    private async Task StartAsync(string url)
    {
        _process = LineProcess.Start(_program[0], [.. _program[1..], "--urls", url]);
        string line = await _process.ExpectAsync(printed => printed.StartsWith(Announcement, StringComparison.Ordinal), $"'{Announcement}…'");
        Http = new Uri(line[Announcement.Length..]);
    }
}
