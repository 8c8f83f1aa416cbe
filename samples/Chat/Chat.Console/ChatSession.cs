using Channels.Typed;
using Channels.Typed.Client;

namespace Chat.Terminal;

/// <summary>One session in a room. It receives the room's events: the compiler checks that it handles all of them.</summary>
internal sealed class ChatSession(Arguments arguments, IScreen screen, TimeProvider time) : IRoomEvents
{
    private static readonly TimeSpan TypingEvery = TimeSpan.FromSeconds(2);

    // With this the client gets its nick back after a lost connection that the server has not noticed yet.
    private readonly string _session = Guid.NewGuid().ToString("N");
    private long _lastSeen;
    private long _typingSentAt;
    private bool _isTypingSent;
    private bool _isAbsenceShown;

    /// <summary>Joins, sends what the user writes until the user quits, and leaves.</summary>
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
            // No timeout: the server may start later.
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
            screen.Typing += () => _ = SendTypingAsync(room);
            await SendLinesAsync(room, cancellationToken);
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

    private async Task SendLinesAsync(RoomChannelClient room, CancellationToken cancellationToken)
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

            _isTypingSent = false;
        }
    }

    private async Task SendTypingAsync(RoomChannelClient room)
    {
        if (room.State != ChannelState.Joined || (_isTypingSent && time.GetElapsedTime(_typingSentAt) < TypingEvery))
        {
            return;
        }

        _isTypingSent = true;
        _typingSentAt = time.GetTimestamp();
        try
        {
            await room.TypingAsync();
        }
        catch (ChannelException)
        {
            // A typing notice is optional.
        }
    }

    private void OnStateChanged(object? sender, SocketStateChangedEventArgs change)
    {
        switch (change.State)
        {
            case SocketState.Reconnecting when change.PreviousState == SocketState.Connected:
                screen.ShowNote("connection lost, reconnecting");
                break;
            case SocketState.Connecting when change.Reason == SocketStateReason.ConnectFailed && !_isAbsenceShown:
                _isAbsenceShown = true;
                screen.ShowNote($"no answer from {arguments.Url}, trying again");
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

    /// <summary>Shows the messages from before the join, or from the time without a connection.</summary>
    private void ShowUnseen(RoomSnapshot snapshot)
    {
        foreach (Message message in snapshot.Messages)
        {
            Show(message);
        }
    }

    private void Show(Message message)
    {
        // Ids only rise, so a message with a lower id has been shown already.
        if (message.Id > _lastSeen)
        {
            _lastSeen = message.Id;
            screen.ShowMessage(message, message.Nick == arguments.Nick.Trim());
        }
    }
}
