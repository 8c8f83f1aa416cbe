namespace Channels.Typed.Soak.Attacks;

/// <summary>900 pushes of 520 kB behind a handler that does not end.</summary>
internal sealed class MailboxAttack : IAttack
{
    public string Name => "mailbox";

    public async Task<IDisposable> RunAsync(Server server)
    {
        var sockets = new Sockets();
        SoakSocket socket = await sockets.ConnectAsync(server);
        await socket.CallAsync("1", "1", "hung:a", "phx_join");
        await socket.SendAsync("""["1","2","hung:a","wait",{}]""", CancellationToken.None);
        string push = $$"""["1","3","hung:a","wait",{"text":"{{new string('x', 520_000)}}"}]""";
        await Sockets.SendAsync(socket, Enumerable.Repeat(push, 900));
        return sockets;
    }
}
