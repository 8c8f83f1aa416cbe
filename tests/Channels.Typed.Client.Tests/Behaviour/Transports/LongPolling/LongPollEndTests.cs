using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Transports.LongPolling;

/// <summary>The server does not notice the end of a long-polling session, so the client leaves its channels.</summary>
public sealed class LongPollEndTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DisconnectOrDispose_LeavesJoinedChannels(bool disposes)
    {
        await using var client = new PollingClient();
        (IClientChannel channel, ScriptedRequest poll) = await client.JoinAsync();

        Task ended = disposes ? client.Socket.DisposeAsync().AsTask() : client.Socket.DisconnectAsync();
        await client.ExpectPostAsync("""["1","2","room:a","phx_leave",{}]""");

        await ended.Within();
        await poll.Cancelled;
        Assert.Equal(disposes ? ChannelState.Closed : ChannelState.Errored, channel.State);
    }

    [Fact]
    public async Task Disconnect_ServerDoesNotAnswerTheLeave_EndsAfterTwoSeconds()
    {
        await using var client = new PollingClient();
        _ = await client.JoinAsync();

        Task ended = client.Socket.DisconnectAsync();
        _ = await client.Http.PostAsync();
        await client.Time.RunTimerAsync(TimeSpan.FromSeconds(2));

        await ended.Within();
    }

    [Fact]
    public async Task Disconnect_NothingIsJoined_SendsNothing()
    {
        await using var client = new PollingClient();
        Task connected = client.Socket.ConnectAsync();
        _ = await client.Http.OpenAsync();
        await connected.Within();

        await client.Socket.DisconnectAsync().Within();

        Assert.False(client.Http.HasPost);
    }
}
