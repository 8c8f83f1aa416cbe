using Microsoft.AspNetCore.SignalR;

namespace Channels.Typed.ClientBenchmark;

/// <summary>The same channel as a SignalR hub.</summary>
internal sealed class BenchHub : Hub
{
    public Note Echo(Note note) => note;

    public async Task Burst(Burst burst)
    {
        for (int i = 0; i < burst.Count; i++)
        {
            await Clients.Caller.SendAsync("Noted", new Note("an event of a few words", i));
        }
    }
}
