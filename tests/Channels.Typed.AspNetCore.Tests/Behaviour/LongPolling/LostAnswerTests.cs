using Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling;

public sealed class LostAnswerTests
{
    [Fact]
    public async Task ResponseThatCannotBeWritten_IsSentAgainBeforeLaterMessages()
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient client = await server.JoinAsync();
        await client.SendAsync("""["1","2","room:a","ack",{}]""", """["1","3","room:a","ack",{}]""");

        await client.PollWithLostResponseAsync();
        await client.SendAsync("""["1","4","room:a","ack",{}]""");

        await client.ExpectAsync(
            [.. Enumerable.Range(2, 3).Select(i => $$"""["1","{{i}}","room:a","phx_reply",{"response":{},"status":"ok"}]""")]);
    }

    [Fact]
    public async Task ClientThatDisconnectedDuringAPoll_GetsEverythingWithTheNextPoll()
    {
        await using PollServer server = await PollServer.StartAsync();
        PollClient client = await server.JoinAsync();
        server.Clock.Forget();
        using var gone = new CancellationTokenSource();
        Task<string> poll = client.PollAsync(gone.Token);
        await server.Clock.TimerAsync(PollServer.Window);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => poll);
        await server.Network.ClientDisconnectedAsync();
        await client.SendAsync("""["1","2","room:a","ack",{}]""");

        await client.ExpectAsync("""["1","2","room:a","phx_reply",{"response":{},"status":"ok"}]""");
    }
}
