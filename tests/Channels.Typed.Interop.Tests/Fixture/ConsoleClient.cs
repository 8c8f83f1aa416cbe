namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>The chat's console program with redirected input and output. An input line is a message, an output line is an event.</summary>
internal sealed class ConsoleClient : IAsyncDisposable
{
    private readonly LineProcess _process;

    private ConsoleClient(LineProcess process) => _process = process;

    public static LineProcess Start(Uri page, string nick, string room = "lobby") => LineProcess.Start(
        "dotnet", Repository.Sample("Chat.Console"), "--url", page.ToString(), "--room", room, "--nick", nick);

    public static async Task<ConsoleClient> JoinAsync(Uri page, string nick)
    {
        LineProcess process = Start(page, nick);
        await process.ExpectAsync($"* you are in #lobby as {nick}");
        return new ConsoleClient(process);
    }

    public Task SayAsync(string text) => _process.WriteAsync(text);

    public Task ExpectMessageAsync(string nick, string text) => _process.ExpectAsync($"{nick}: {text}");

    public Task ExpectAsync(string line) => _process.ExpectAsync(line);

    public Task ExpectDisconnectedAsync() => _process.ExpectAsync("* connection lost, reconnecting");

    public Task ExpectRejoinedAsync() => _process.ExpectAsync("* connected again");

    /// <summary>Sends "/quit" and waits until the program has ended.</summary>
    public async Task<int> QuitAsync()
    {
        await _process.WriteAsync("/quit");
        return await _process.WaitForExitAsync();
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
