using Channels.Typed;
using Channels.Typed.Client;

namespace Chat.Terminal;

/// <summary>One visit to a room. It is the receiver of the room's events: the compiler sees to it that none is forgotten.</summary>
internal sealed class ChatSession(Arguments arguments, IScreen screen, TimeProvider time) : IRoomEvents
{
    private static readonly TimeSpan TypingEvery = TimeSpan.FromSeconds(2);

    // The server gives the nick back to whoever has this, after a lost connection that it has not noticed yet.
    private readonly string _session = Guid.NewGuid().ToString("N");
    private long _lastSeen;
    private long _typingToldAt;
    private bool _isTypingTold;
    private bool _isAbsenceTold;

    /// <summary>Joins, talks until the user has had enough, and leaves.</summary>
    /// <returns>The program's exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var socket = new ChannelSocket(arguments.Socket);
        socket.StateChanged += OnStateChanged;
        await using RoomChannelClient room = socket.RoomChannel(arguments.Room);
        using IDisposable events = room.Subscribe(this);
        using IDisposable rejoins = room.OnRejoined(OnRejoined);
        try
        {
            // Without a limit: a server that is not there yet may come.
            Reply<RoomSnapshot, JoinRefused> joined = await room.JoinAsync(
                new JoinRoom(arguments.Nick, _session), Timeout.InfiniteTimeSpan, cancellationToken);
            if (!joined.TryGetOk(out RoomSnapshot? snapshot, out JoinRefused? refusal))
            {
                screen.ShowProblem(Refusals.Describe(refusal));
                return 1;
            }

            ShowUnseen(snapshot);
            screen.ShowNote($"you are in #{arguments.Room} as {arguments.Nick.Trim()}");
            screen.ShowNote($"here now: {string.Join(", ", snapshot.Members)}");
            screen.Typing += () => _ = TellTypingAsync(room);
            await TalkAsync(room, cancellationToken);
            await room.LeaveAsync(CancellationToken.None);
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (ChannelException e)
        {
            screen.ShowProblem(e.Message);
            return 1;
        }
    }

    public ValueTask MessagePostedAsync(Message message)
    {
        Show(message);
        return default;
    }

    public ValueTask MemberJoinedAsync(Member member)
    {
        screen.ShowNote($"{member.Nick} joined");
        return default;
    }

    public ValueTask MemberLeftAsync(Member member)
    {
        screen.ShowNote($"{member.Nick} left");
        return default;
    }

    public ValueTask TypingAsync(TypingNotice notice)
    {
        screen.ShowTyping(notice.Nick);
        return default;
    }

    private async Task TalkAsync(RoomChannelClient room, CancellationToken cancellationToken)
    {
        while (await screen.ReadLineAsync(cancellationToken) is { } line && line.Trim() != "/quit")
        {
            try
            {
                Reply<Posted, PostRefused> reply = await room.PostMessageAsync(new PostMessage(line), cancellationToken);
                if (reply.IsError)
                {
                    screen.ShowProblem(Refusals.Describe(reply.Error));
                }
            }
            catch (ChannelException e) when (e.Reason is not ChannelErrorReason.Closed)
            {
                screen.ShowProblem($"not sent ({e.Reason}): {line}");
            }

            _isTypingTold = false;
        }
    }

    private async Task TellTypingAsync(RoomChannelClient room)
    {
        if (room.State != ChannelState.Joined || (_isTypingTold && time.GetElapsedTime(_typingToldAt) < TypingEvery))
        {
            return;
        }

        _isTypingTold = true;
        _typingToldAt = time.GetTimestamp();
        try
        {
            await room.TypingAsync();
        }
        catch (ChannelException)
        {
            // It was a courtesy.
        }
    }

    private void OnStateChanged(object? sender, SocketStateChangedEventArgs change)
    {
        switch (change.State)
        {
            case SocketState.Reconnecting when change.PreviousState == SocketState.Connected:
                screen.ShowNote("connection lost, reconnecting");
                break;
            case SocketState.Connecting when change.Reason == SocketStateReason.ConnectFailed && !_isAbsenceTold:
                _isAbsenceTold = true;
                screen.ShowNote($"nobody answers at {arguments.Url}, trying again");
                break;
        }
    }

    private void OnRejoined(Reply<RoomSnapshot, JoinRefused> reply)
    {
        if (reply.TryGetOk(out RoomSnapshot? snapshot, out JoinRefused? refusal))
        {
            ShowUnseen(snapshot);
            screen.ShowNote("connected again");
        }
        else
        {
            screen.ShowProblem(Refusals.Describe(refusal));
        }
    }

    /// <summary>Shows what was said before the join, or while the connection was away.</summary>
    private void ShowUnseen(RoomSnapshot snapshot)
    {
        foreach (Message message in snapshot.Messages)
        {
            Show(message);
        }
    }

    private void Show(Message message)
    {
        // Ids rise, so what the snapshot repeats is easy to tell.
        if (message.Id > _lastSeen)
        {
            _lastSeen = message.Id;
            screen.ShowMessage(message, message.Nick == arguments.Nick.Trim());
        }
    }
}
