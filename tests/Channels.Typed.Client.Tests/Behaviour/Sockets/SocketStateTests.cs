using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Tests.Behaviour.Sockets;

/// <summary>The states of a socket match the table in the README of the client, and streams report every change.</summary>
public sealed class SocketStateTests
{
    private const string Nothing = "–";

    public static TheoryData<string, string, string, string> Rows()
    {
        var rows = new TheoryData<string, string, string, string>();
        foreach (string[] row in MarkdownTable.Read("src/Channels.Typed.Client/Sockets/README.md", "socket"))
        {
            rows.Add(row[0], row[1].Trim('`'), row[2], row[3].Trim('`'));
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Row_OfTheTable_IsWhatHappens(string state, string socketEvent, string next, string reason)
    {
        await using var driver = new StateDriver();
        await driver.GoToAsync(Enum.Parse<SocketState>(state));
        await using var changes = new ChangeReader(driver.Client.Socket);

        await driver.CauseAsync(socketEvent);

        if (reason != Nothing)
        {
            SocketStateChangedEventArgs? change = await changes.NextAsync();
            Assert.NotNull(change);
            Assert.Equal($"{state} → {next} ({reason})", $"{change.PreviousState} → {change.State} ({change.Reason})");
        }

        // No other change was reported: the next one is the end of the socket.
        Assert.Equal(Enum.Parse<SocketState>(next), driver.Client.Socket.State);
        await driver.Client.DisposeAsync();
        if (next != nameof(SocketState.Closed))
        {
            Assert.Equal(SocketStateReason.Disposed, (await changes.NextAsync())?.Reason);
        }

        Assert.Null(await changes.NextAsync());
    }

    [Fact]
    public void Table_HasEveryStateAndReason()
    {
        string[][] rows = MarkdownTable.Read("src/Channels.Typed.Client/Sockets/README.md", "socket");

        Assert.Equal(Enum.GetNames<SocketState>().Order(), rows.Select(row => row[0]).Distinct().Order());
        Assert.Equal(Enum.GetNames<SocketStateReason>().Append(Nothing).Order(), rows.Select(row => row[3].Trim('`')).Distinct().Order());
    }

    [Fact]
    public async Task Stream_ReportsAllChanges_AndEndsWithTheSocket()
    {
        await using var client = new TestClient();
        await using var changes = new ChangeReader(client.Socket);

        ScriptedConnection connection = await client.ConnectAsync();
        connection.Close(1012);
        await client.Time.TimerAsync(TimeSpan.FromMilliseconds(10));
        await client.DisposeAsync();

        var seen = new List<string>();
        while (await changes.NextAsync() is { } change)
        {
            seen.Add($"{change.State} {change.Reason} {change.CloseCode}".TrimEnd());
        }

        Assert.Equal(["Connecting Requested", "Connected Opened", "Reconnecting ServerClosed 1012", "Closed Disposed"], seen);
    }

    [Fact]
    public async Task Stream_ReadTooSlowly_MissesTheOldest()
    {
        await using var client = new TestClient();
        await using var changes = new ChangeReader(client.Socket);

        for (int i = 0; i < 40; i++)
        {
            _ = client.Socket.ConnectAsync();
            await client.Socket.DisconnectAsync(TestContext.Current.CancellationToken).Within();
        }

        await client.DisposeAsync();
        var seen = new List<SocketState>();
        while (await changes.NextAsync() is { } change)
        {
            seen.Add(change.State);
        }

        // The waiting reader took the first change.
        Assert.InRange(seen.Count, 64, 65);
        Assert.Equal(SocketState.Closed, seen[^1]);
    }

    [Fact]
    public async Task Stream_OfADisposedSocket_IsEmpty()
    {
        await using var client = new TestClient();
        await client.DisposeAsync();
        await using var changes = new ChangeReader(client.Socket);

        Assert.Null(await changes.NextAsync());
    }

    [Fact]
    public async Task Stream_Canceled_Ends()
    {
        await using var client = new TestClient();
        using var cancel = new CancellationTokenSource();
        await using var changes = new ChangeReader(client.Socket, cancel.Token);

        await cancel.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(changes.NextAsync);
    }

    /// <summary>A client that a test brings into a state of the table, and in which it causes the event of a row.</summary>
    private sealed class StateDriver : IAsyncDisposable
    {
        private static readonly TransportSwitchException Switch = new("longpoll", "a test wants it");

        // Shorter than ConnectTimeout, so that the attempt does not fail first.
        private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);

        private readonly CancellationTokenSource _connectCancellation = new();
        private ScriptedConnection? _connection;
        private ScriptedAttempt? _attempt;

        public TestClient Client { get; } = new();

        private ScriptedConnection Connection => _connection ?? throw new InvalidOperationException("There is no connection.");

        private ScriptedAttempt Attempt => _attempt ?? throw new InvalidOperationException("There is no attempt.");

        public async Task GoToAsync(SocketState state)
        {
            switch (state)
            {
                case SocketState.Connecting:
                    _ = Client.Socket.ConnectAsync(ConnectLimit, _connectCancellation.Token);
                    _attempt = await Client.Server.AttemptAsync();
                    break;
                case SocketState.Connected:
                    _connection = await Client.ConnectAsync();
                    break;
                case SocketState.Reconnecting:
                    (await Client.ConnectAsync()).Drop();
                    await Client.Time.RunTimerAsync(TimeSpan.FromMilliseconds(10));
                    _attempt = await Client.Server.AttemptAsync();
                    break;
                case SocketState.Closed:
                    await Client.DisposeAsync();
                    break;
            }

            Assert.Equal(state, Client.Socket.State);
        }

        public async Task CauseAsync(string socketEvent)
        {
            switch (socketEvent)
            {
                case "ConnectAsync":
                    _ = Client.Socket.ConnectAsync();
                    break;
                case "JoinAsync":
                    _ = Client.CreateChannel().JoinAsync();
                    break;
                case "DisconnectAsync":
                    await Client.Socket.DisconnectAsync().Within();
                    break;
                case "DisposeAsync":
                    await Client.DisposeAsync();
                    break;
                case "attempt succeeds":
                    _ = Attempt.Accept();
                    await Waiting.UntilAsync(() => Client.Socket.State == SocketState.Connected);
                    break;
                case "attempt fails":
                    Attempt.Refuse();
                    await Client.Time.TimerAsync(TimeSpan.FromMilliseconds(Client.Socket.State == SocketState.Connecting ? 10 : 50));
                    break;
                case "another transport is better" when _attempt is not null:
                    Attempt.Refuse(Switch);
                    _ = await Client.Server.AttemptAsync();
                    break;
                case "another transport is better":
                    Connection.Drop(Switch);
                    _ = await Client.Server.AttemptAsync();
                    break;
                case "last waiting call is cancelled":
                    await _connectCancellation.CancelAsync();
                    await Waiting.UntilAsync(() => Client.Socket.State == SocketState.Disconnected);
                    break;
                case "last waiting call times out":
                    Client.Time.Advance(ConnectLimit);
                    await Waiting.UntilAsync(() => Client.Socket.State == SocketState.Disconnected);
                    break;
                case "server closes":
                    Connection.Close(1000);
                    await Connection.Aborted;
                    await Client.Time.TimerAsync(TimeSpan.FromMilliseconds(10));
                    break;
                case "connection breaks":
                    Connection.Drop();
                    await Client.Time.TimerAsync(TimeSpan.FromMilliseconds(10));
                    break;
                case "heartbeat is not answered":
                    await Client.Time.RunTimerAsync(TimeSpan.FromSeconds(30));
                    await Client.Time.RunTimerAsync(TimeSpan.FromSeconds(30));
                    await Client.Time.TimerAsync(TimeSpan.FromMilliseconds(10));
                    break;
                default:
                    throw new NotSupportedException($"The table has an event that the test does not know: {socketEvent}");
            }
        }

        public async ValueTask DisposeAsync()
        {
            await Client.DisposeAsync();
            _connectCancellation.Dispose();
        }
    }
}
