namespace Channels.Typed.Soak.Attacks;

/// <summary>A client that reads none of 10,000 broadcasts of 8 kB, which another client publishes.</summary>
internal sealed class BroadcastAttack : IAttack
{
    public string Name => "broadcasts that are not read";

    public async Task<IDisposable> RunAsync(Server server)
    {
        var sockets = new Sockets();
        SoakSocket reader = await sockets.ConnectAsync(server);
        await reader.CallAsync("1", "1", "bench:a", "phx_join");
        SoakSocket publisher = await sockets.ConnectAsync(server);
        await publisher.CallAsync("1", "1", "bench:a", "phx_join");
        string push = $$"""["1","2","bench:a","shout_from",{"text":"{{new string('x', 8_000)}}"}]""";
        int sent = await Sockets.SendAsync(publisher, Enumerable.Repeat(push, 10_000));
        if (sent != 10_000)
        {
            throw new IOException($"The publisher was held up after {sent} broadcasts.");
        }

        return sockets;
    }
}
