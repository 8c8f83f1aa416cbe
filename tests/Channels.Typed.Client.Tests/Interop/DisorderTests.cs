using Channels.Typed.Client.Tests.Fixture;

namespace Channels.Typed.Client.Tests.Interop;

/// <summary>
/// Many calls at the same time over a real WebSocket whose connection is cut again and again. No call may hang, and all rooms must be
/// joined in the end.
/// </summary>
public sealed class DisorderTests
{
    private const int Rooms = 8;

    [Fact]
    public async Task ConnectionsCutRepeatedly_EveryPushCompletes_AndEveryRoomRejoins()
    {
        await using InteropServer server = await InteropServer.StartAsync();
        await using ChannelSocket socket = server.CreateSocket(static options => options.Params.Add("user", "ann"));
        RoomClient[] rooms = [.. Enumerable.Range(0, Rooms).Select(i => new RoomClient(socket.CreateChannel($"room:{i}")))];
        _ = await Task.WhenAll(rooms.Select(static room => room.JoinAsync(new Note("ann")))).Within();

        using var stop = new CancellationTokenSource();
        Task<int>[] pushing = [.. rooms.Select(room => Task.Run(() => PushAsync(room, stop.Token)))];
        for (int i = 0; i < 20; i++)
        {
            Task<Note> push = rooms[i % Rooms].PostAsync(new Note("alive"), Timeout.InfiniteTimeSpan);
            _ = await push.ContinueWith(static _ => 0, TaskScheduler.Default).Within();
            if (i % 5 == 4)
            {
                await socket.DisconnectAsync().Within();
                await socket.ConnectAsync().Within();
            }
            else
            {
                await server.Channels.DisconnectAsync("ann").Within();
            }
        }

        await stop.CancelAsync();
        int[] answered = await Task.WhenAll(pushing).Within();
        Assert.All(answered, static count => Assert.True(count > 0));
        foreach (RoomClient room in rooms)
        {
            await PushUntilAnsweredAsync(room).Within();
            Assert.Equal(ChannelState.Joined, room.State);
        }
    }

    [Fact]
    public async Task DisposedDuringManyCalls_AllCallsComplete()
    {
        await using InteropServer server = await InteropServer.StartAsync();
        for (int round = 0; round < 20; round++)
        {
            ChannelSocket socket = server.CreateSocket();
            RoomClient[] rooms = [.. Enumerable.Range(0, Rooms).Select(i => new RoomClient(socket.CreateChannel($"room:{i}")))];
            Task[] work = [.. rooms.Select(static room => Task.Run(() => JoinPushLeaveAsync(room)))];
            if (round % 2 == 0)
            {
                await Task.WhenAny(work).Within();
            }

            await socket.DisposeAsync().Within();
            await Task.WhenAll(work).Within();
            await Task.WhenAll(rooms.Select(static room => room.Closed)).Within();
        }
    }

    private static async Task<int> PushAsync(RoomClient room, CancellationToken stop)
    {
        int answered = 0;
        while (!stop.IsCancellationRequested || answered == 0)
        {
            try
            {
                _ = await room.PostAsync(new Note("x"), cancellationToken: CancellationToken.None);
                answered++;
            }
            catch (ChannelException e)
            {
                Assert.Equal(ChannelErrorReason.Disconnected, e.Reason);
            }
        }

        return answered;
    }

    private static async Task PushUntilAnsweredAsync(RoomClient room)
    {
        while (true)
        {
            try
            {
                _ = await room.PostAsync(new Note("end"));
                return;
            }
            catch (ChannelException e) when (e.Reason == ChannelErrorReason.Disconnected)
            {
                // The connection was cut once more.
            }
        }
    }

    private static async Task JoinPushLeaveAsync(RoomClient room)
    {
        try
        {
            _ = await room.JoinAsync(new Note("ann"));
            using IDisposable subscription = room.Noted.Add(async _ => await room.TypingAsync());
            _ = await room.PostAsync(new Note("x"));
            await room.LeaveAsync();
        }
        catch (ChannelException e)
        {
            Assert.Equal(ChannelErrorReason.Closed, e.Reason);
        }
        catch (Exception e) when (e is ObjectDisposedException or InvalidOperationException)
        {
            // The socket was disposed before the join.
        }
    }
}
