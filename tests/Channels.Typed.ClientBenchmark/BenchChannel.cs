using Channels.Typed.AspNetCore;

namespace Channels.Typed.ClientBenchmark;

/// <summary>The channel of our server.</summary>
[ChannelHandler]
public sealed partial class BenchChannel : IBenchChannel
{
    public Task JoinAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<Note> EchoAsync(Note note, CancellationToken cancellationToken) => Task.FromResult(note);

    public async Task BurstAsync(Burst burst, CancellationToken cancellationToken)
    {
        for (int i = 0; i < burst.Count; i++)
        {
            await Push.NotedAsync(new Note("an event of a few words", i));
        }
    }
}
