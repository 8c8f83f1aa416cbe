using Channels.Typed.Client.Tests.Fixture;

namespace Channels.Typed.Client.Tests.Behaviour.Sockets;

public sealed class DisconnectTests
{
    [Fact]
    public async Task Disconnect_WithCodeAndReason_SendsThem()
    {
        await using var client = new TestClient();
        ScriptedConnection connection = await client.ConnectAsync();

        await client.Socket.DisconnectAsync(4001, "logged out").Within();

        Assert.Equal((4001, "logged out"), connection.CloseFrame);
        Assert.Equal(SocketState.Disconnected, client.Socket.State);
    }

    [Fact]
    public async Task Disconnect_WithoutCode_SendsNormalClosure()
    {
        await using var client = new TestClient();
        ScriptedConnection first = await client.ConnectAsync();
        await client.Socket.DisconnectAsync(4001).Within();
        ScriptedConnection second = await client.ConnectAsync();

        await client.Socket.DisconnectAsync().Within();

        Assert.Equal((4001, null), first.CloseFrame);
        Assert.Equal((1000, null), second.CloseFrame);
    }

    [Theory]
    [InlineData(999)]
    [InlineData(1001)]
    [InlineData(2999)]
    [InlineData(5000)]
    public async Task Disconnect_WithReservedCode_Throws(int code)
    {
        await using var client = new TestClient();

        ArgumentOutOfRangeException exception = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => client.Socket.DisconnectAsync(code));

        Assert.Contains($"The close code is {code}. It must be 1000, or", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disconnect_WithTooLongReason_Throws()
    {
        await using var client = new TestClient();

        await client.Socket.DisconnectAsync(4001, new string('x', 123)).Within();
        _ = await Assert.ThrowsAsync<ArgumentException>(() => client.Socket.DisconnectAsync(4001, new string('é', 62)));
    }

    [Fact]
    public async Task StateChanged_HandlerDisconnectsAfterACode_ClientDoesNotReconnect()
    {
        await using var client = new TestClient(static options => options.ReconnectDelays = [TimeSpan.FromSeconds(1)]);
        ScriptedConnection connection = await client.ConnectAsync();
        var disconnected = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.Socket.StateChanged += (_, change) =>
            _ = change.CloseCode == 4003 && disconnected.TrySetResult(client.Socket.DisconnectAsync());

        connection.Close(4003);
        await (await disconnected.Task.Within()).Within();
        client.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(SocketState.Disconnected, client.Socket.State);
        Assert.False(client.Server.HasAttempt);
    }

    [Fact]
    public async Task StateChanged_HandlersThatDoNotRun_ReceiveTheLast64Changes()
    {
        var context = new ManualContext();
        await using var client = new TestClient(options =>
        {
            options.CallbackContext = context;
            options.ReconnectDelays = [TimeSpan.FromMilliseconds(1)];
        });
        var received = new List<SocketStateReason>();
        client.Socket.StateChanged += (_, change) => received.Add(change.Reason);
        _ = client.Socket.ConnectAsync();
        for (int i = 0; i < 100; i++)
        {
            await client.Server.RefuseAsync();
            await client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(1));
        }

        _ = await client.Server.AcceptAsync();
        await Waiting.UntilAsync(() => client.Socket.State == SocketState.Connected && context.Count > 0);
        context.RunAll();

        Assert.Equal(64, received.Count);
        Assert.Equal(SocketStateReason.Opened, received[^1]);
        Assert.Equal(SocketStateReason.ConnectFailed, received[0]);
    }
}
