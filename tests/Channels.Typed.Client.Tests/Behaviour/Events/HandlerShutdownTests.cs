using System.Threading.Channels;
using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Events;

/// <summary>Disposing a channel never waits without a limit.</summary>
public sealed class HandlerShutdownTests
{
    [Fact]
    public async Task DisposeOfTheChannel_HandlerHangs_ReturnsAfterTheTimeoutAndIsLogged()
    {
        await using var client = new TestClient(options => options.HandlerShutdownTimeout = TimeSpan.FromSeconds(3));
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        var began = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        int calls = 0;
        _ = channel.On("note", async _ =>
        {
            calls++;
            began.SetResult();
            await go.Task;
        });
        connection.Send("""["1",null,"room:a","note",{}]""", """["1",null,"room:a","note",{}]""");
        await began.Task.Within();

        Task disposed = channel.DisposeAsync().AsTask();
        await client.Time.TimerAsync(TimeSpan.FromSeconds(3));
        Assert.False(disposed.IsCompleted);
        client.Time.Advance(TimeSpan.FromSeconds(3));
        await disposed.Within();
        go.SetResult();
        await channel.Closed.Within();

        Assert.True(client.Log.Has(221));
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task DisposeOfTheChannel_HandlerCompletesInTime_IsWaitedForAndNotLogged()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        var began = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        bool isDone = false;
        _ = channel.On("note", async _ =>
        {
            began.SetResult();
            await go.Task;
            isDone = true;
        });
        connection.Send("""["1",null,"room:a","note",{}]""");
        await began.Task.Within();

        Task disposed = channel.DisposeAsync().AsTask();
        await client.Time.TimerAsync(TimeSpan.FromSeconds(5));
        go.SetResult();
        await disposed.Within();

        Assert.True(isDone);
        Assert.False(client.Log.Has(221));
    }

    [Fact]
    public async Task ChannelIsDisposedInTheLoopOfAFullStream_TheLoopEnds()
    {
        await using var client = new TestClient();
        var room = new RoomClient(client.CreateChannel());
        EventStream<Note> stream = room.Noted.ReadAllAsync(room.Closed, 1, BoundedChannelFullMode.Wait, CancellationToken.None);
        ScriptedConnection connection = await JoinAsync(client, room);
        connection.Send([.. Enumerable.Repeat("""["1",null,"room:a","noted",{"text":"a"}]""", 5)]);

        int read = 0;
        await foreach (Note note in stream)
        {
            read++;
            await room.DisposeAsync().AsTask().Within();
        }

        Assert.InRange(read, 1, 2); // The second one is there if it was in the buffer when the channel was disposed.
    }

    [Fact]
    public async Task StreamThatNobodyReads_IsFull_DoesNotDelayTheDisposalOfTheChannel()
    {
        await using var client = new TestClient();
        var room = new RoomClient(client.CreateChannel());
        var before = new TaskCompletionSource();
        using IDisposable first = room.Noted.Add(note =>
        {
            if (note.Text == "b")
            {
                before.SetResult();
            }
        });
        using EventStream<Note> stream = room.Noted.ReadAllAsync(room.Closed, 1, BoundedChannelFullMode.Wait, CancellationToken.None);
        ScriptedConnection connection = await JoinAsync(client, room);
        connection.Send("""["1",null,"room:a","noted",{"text":"a"}]""", """["1",null,"room:a","noted",{"text":"b"}]""");
        await before.Task.Within();

        await room.DisposeAsync().AsTask().Within();
        await room.Closed.Within();

        Assert.False(client.Log.Has(221));
    }

    [Fact]
    public async Task HandlersOfTwoChannels_EachDisposesBoth_BothComplete()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel a) = await client.JoinAsync();
        IClientChannel b = client.CreateChannel("room:b");
        Task<ReplyFrame> join = b.JoinAsync();
        await connection.AcceptJoinAsync(2, "room:b");
        _ = await join.Within();
        var began = new TaskCompletionSource[] { new(), new() };
        var ended = new TaskCompletionSource[] { new(), new() };
        Task bothBegan = Task.WhenAll(began.Select(static one => one.Task));
        _ = a.On("note", _ => LogOutAsync(0, a, b));
        _ = b.On("note", _ => LogOutAsync(1, b, a));

        connection.Send("""["1",null,"room:a","note",{}]""", """["2",null,"room:b","note",{}]""");
        await Task.WhenAll(ended.Select(static one => one.Task)).Within();

        Assert.False(client.Log.Has(221));

        async ValueTask LogOutAsync(int index, IClientChannel own, IClientChannel other)
        {
            began[index].SetResult();
            await bothBegan;
            await own.DisposeAsync();
            await other.DisposeAsync();
            ended[index].SetResult();
        }
    }

    // As a dispatcher of a user interface on a phone: it runs the call without the execution context of the handler.
    [Fact]
    public async Task HandlerAwaitsADisposalThatRunsElsewhere_ReturnsAfterTheTimeout()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        var elsewhere = new TaskCompletionSource<TaskCompletionSource>();
        var done = new TaskCompletionSource();
        _ = channel.On("note", async _ =>
        {
            var disposed = new TaskCompletionSource();
            elsewhere.SetResult(disposed);
            await disposed.Task;
            done.SetResult();
        });
        connection.Send("""["1",null,"room:a","note",{}]""");
        TaskCompletionSource result = await elsewhere.Task.Within();

        Task dispose = channel.DisposeAsync().AsTask();
        await client.Time.RunTimerAsync(TimeSpan.FromSeconds(5));
        await dispose.Within();
        result.SetResult();

        await done.Task.Within();
        Assert.True(client.Log.Has(221));
    }

    private static async Task<ScriptedConnection> JoinAsync(TestClient client, RoomClient room)
    {
        Task<Reply<Empty, Refusal>> join = room.JoinAsync(new Note("hi"));
        ScriptedConnection connection = await client.Server.AcceptAsync();
        await connection.AcceptJoinAsync(1, payload: """{"text":"hi"}""");
        _ = await join.Within();
        return connection;
    }
}
