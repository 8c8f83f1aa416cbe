using Channels.Typed.Client;

namespace Channels.Typed.ClientBenchmark;

/// <summary>Our client.</summary>
internal sealed class OurClient(ChannelSocket socket, BenchChannelClient channel) : IMeasuredClient
{
    public string Name => "Channels.Typed";

    public static async Task<OurClient> ConnectAsync(Uri server)
    {
        var socket = new ChannelSocket(new Uri(server, "socket"));
        BenchChannelClient channel = socket.BenchChannel("a");
        await channel.JoinAsync();
        return new OurClient(socket, channel);
    }

    public Task<Note> EchoAsync(Note note) => channel.EchoAsync(note);

    public Task BurstAsync(Burst burst) => channel.BurstAsync(burst);

    public void OnEvent(Action<Note> handler) => _ = channel.OnNoted(handler);

    public ValueTask DisposeAsync() => socket.DisposeAsync();
}
