namespace Channels.Typed.Soak.Attacks;

/// <summary>400 joins of 1 MB for one topic, whose first join does not end.</summary>
internal sealed class JoinAttack : IAttack
{
    public string Name => "joins of one topic";

    public async Task<IDisposable> RunAsync(Server server)
    {
        var sockets = new Sockets();
        SoakSocket socket = await sockets.ConnectAsync(server);
        string payload = $$"""{"where":"join","text":"{{new string('x', 1_000_000)}}"}""";
        await Sockets.SendAsync(
            socket, Enumerable.Range(1, 400).Select(i => $"""["{i}","{i}","hung:a","phx_join",{payload}]"""));
        await Task.Delay(TimeSpan.FromSeconds(8), TimeProvider.System); // Longer than ChannelShutdownTimeout.
        return sockets;
    }
}
