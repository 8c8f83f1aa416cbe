namespace Channels.Typed.Soak.Attacks;

/// <summary>Handlers that await or block for ever, in joins, events and disposals; with empty and with full mailboxes.</summary>
internal sealed class HungAttack : IAttack
{
    public string Name => "hung handlers";

    public async Task<IDisposable> RunAsync(Server server)
    {
        var sockets = new Sockets();
        foreach (int more in new[] { 0, 1_100 })
        {
            foreach (string name in new[] { "wait", "block" })
            {
                SoakSocket socket = await sockets.ConnectAsync(server);
                await socket.CallAsync("1", "1", "hung:a", "phx_join");
                await Sockets.SendAsync(socket, Enumerable.Repeat($$"""["1","2","hung:a","{{name}}",{}]""", 1 + more));
            }

            foreach (string where in new[] { "dispose", "dispose_throws" })
            {
                SoakSocket socket = await sockets.ConnectAsync(server);
                await socket.CallAsync("1", "1", "hung:a", "phx_join", $$"""{"where":"{{where}}"}""");
                await Sockets.SendAsync(socket, Enumerable.Repeat("""["1","2","hung:a","other",{}]""", more));
            }

            SoakSocket joining = await sockets.ConnectAsync(server);
            await Sockets.SendAsync(joining, ["""["1","1","hung:a","phx_join",{"where":"join"}]"""]);
        }

        return sockets;
    }
}
