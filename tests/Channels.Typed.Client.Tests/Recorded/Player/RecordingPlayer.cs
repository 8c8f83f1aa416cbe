using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Channels.Typed.Client.Tests.Fixture;

namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>
/// Plays the server of a recording, line by line. It waits for each frame and request of the recorded client, compares it with what our
/// client sends, and sends what the recorded server sent. The test drives the clients at the same time, and ends with <see
/// cref="FinishAsync"/>.
/// </summary>
internal sealed class RecordingPlayer : IAsyncDisposable
{
    private readonly Recording _recording;
    private readonly ConcurrentDictionary<string, Channel<IRecordedAttempt>> _attempts = new();
    private readonly ConcurrentDictionary<string, LongPollPlayer> _longPolls = new();
    private readonly Dictionary<string, IRecordedAttempt> _waitingAttempts = [];
    private readonly Dictionary<string, (IRecordedLink Link, RefMap Refs)> _links = [];
    private readonly List<RecordedClient> _clients = [];
    private readonly ConcurrentQueue<string> _receivedFrames = new();
    private readonly SemaphoreSlim _drops = new(0);
    private readonly CancellationTokenSource _stop = new();
    private WebSocketHost? _host;
    private Task _playing = Task.CompletedTask;

    private RecordingPlayer(Recording recording) => _recording = recording;

    public static async Task<RecordingPlayer> StartAsync(string recording, Carrier carrier = Carrier.Memory)
    {
        var server = new RecordingPlayer(Recording.Load(recording));
        if (carrier == Carrier.WebSocket)
        {
            server._host = await WebSocketHost.StartAsync((client, attempt) => server.AttemptsOf(client).Writer.TryWrite(attempt));
        }

        server._playing = Task.Run(server.PlayAsync);
        return server;
    }

    /// <summary>
    /// Creates a client in the role of a recorded client, given by its letter. An earlier client with this letter must have
    /// disconnected.
    /// </summary>
    public RecordedClient CreateClient(string client = "", string mount = "/socket", Action<ChannelSocketOptions>? configure = null)
    {
        var options = new ChannelSocketOptions { Jitter = 0, TransportMemory = new TestTransportMemory() };
        configure?.Invoke(options);
        RecordedClient made;
        if (options.Transport == SocketTransport.LongPolling)
        {
            options.HttpMessageHandlerFactory = LongPollingOf(client).Http.CreateHandler;
            made = new RecordedClient(new Uri("http://host" + mount), options, null);
        }
        else if (_host is not null)
        {
            options.Headers[WebSocketHost.ClientHeader] = client;
            made = new RecordedClient(new Uri(_host.Address, mount), options, null);
        }
        else
        {
            var script = new ScriptedServer();
            _ = ForwardAttemptsAsync(client, script);
            made = new RecordedClient(new Uri("ws://host" + mount), options, script);
        }

        _clients.Add(made);
        return made;
    }

    /// <summary>
    /// Allows the player to break the connection where the recorded one broke. If it broke too early, frames that were sent before
    /// would be lost.
    /// </summary>
    public void AllowDrop() => _drops.Release();

    /// <summary>Waits until our client has sent its equivalent of this recorded frame.</summary>
    public Task WaitForFrameAsync(string frame) => Waiting.UntilAsync(() => _receivedFrames.Contains(frame));

    /// <summary>
    /// Waits until the whole recording has been played. Then disconnects the clients, which must not have sent anything more.
    /// </summary>
    public async Task FinishAsync()
    {
        await _playing.Within();
        Task[] disposals = [.. _clients.Select(static client => client.Socket.DisposeAsync().AsTask())];
        foreach ((IRecordedLink link, _) in _links.Values)
        {
            _ = await link.CloseAsync();
            await link.SendCloseAsync(1000);
        }

        Task all = Task.WhenAll(disposals);
        await Task.WhenAll(_longPolls.Values.Select(longPoll => longPoll.AnswerLeavesAsync(all))).Within();
        await all.Within();
    }

    // An error of the player explains best why a test hangs or fails, so it replaces the exception of the test.
    public async ValueTask DisposeAsync()
    {
        bool hasFailed = _playing.IsFaulted;
        await _stop.CancelAsync();
        foreach (RecordedClient client in _clients)
        {
            Task disposal = client.Socket.DisposeAsync().AsTask();
            await Waiting.UntilAsync(() =>
            {
                client.Time.Advance(TimeSpan.FromSeconds(1));
                return disposal.IsCompleted;
            });
        }

        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        _stop.Dispose();
        _drops.Dispose();
        if (hasFailed)
        {
            await _playing;
        }
    }

    private Channel<IRecordedAttempt> AttemptsOf(string client) =>
        _attempts.GetOrAdd(client, static _ => Channel.CreateUnbounded<IRecordedAttempt>());

    private LongPollPlayer LongPollingOf(string client) => _longPolls.GetOrAdd(client, static _ => new LongPollPlayer());

    private async Task ForwardAttemptsAsync(string client, ScriptedServer script)
    {
        while (true)
        {
            Task<ScriptedAttempt> attempt = script.AttemptAsync();
            await attempt.ContinueWith(
                static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            if (!attempt.IsCompletedSuccessfully)
            {
                return; // The test has ended.
            }

            _ = AttemptsOf(client).Writer.TryWrite(new MemoryAttempt(await attempt));
        }
    }

    private async Task PlayAsync()
    {
        foreach (RecordedLine line in _recording.Lines)
        {
            try
            {
                await PlayAsync(line);
            }
            catch (Exception e) when (!_stop.IsCancellationRequested)
            {
                throw new RecordingException($"{_recording.Name}, {line}: {e.Message}", e);
            }
        }
    }

    private Task PlayAsync(RecordedLine line) => line switch
    {
        { IsDrop: true } => DropAsync(line),
        { IsNote: true } => Task.CompletedTask,
        { IsHttp: true } when IsLongPoll(line) => LongPollingOf(line.Client).PlayAsync(line, _stop.Token),
        { IsHttp: true, IsClient: true } => AttemptAsync(line),
        { IsHttp: true } => AnswerAsync(line),
        { IsClient: true } => ReceiveAsync(line),
        { Kind: "close", CloseCode: 1006 } => Task.CompletedTask, // 1006 means that the connection broke; no close frame was sent.
        _ => SendAsync(line),
    };

    // A response belongs to the last request of the client.
    private bool IsLongPoll(RecordedLine line) => line.IsClient
        ? line.Target.Contains("/longpoll", StringComparison.Ordinal)
        : !_waitingAttempts.ContainsKey(line.Client);

    private async Task AttemptAsync(RecordedLine line)
    {
        IRecordedAttempt attempt = await AttemptsOf(line.Client).Reader.ReadAsync(_stop.Token).Within();
        Targets.Compare(line.Target, attempt.Target);
        attempt.CompareHeaders(line.Headers);
        _waitingAttempts.Add(line.Client, attempt);
    }

    private async Task AnswerAsync(RecordedLine line)
    {
        _ = _waitingAttempts.Remove(line.Client, out IRecordedAttempt? attempt);
        if (line.Status == 101)
        {
            _links[line.Client] = (await attempt!.AcceptAsync(line), new RefMap()); // Checked by IsLongPoll.
        }
        else
        {
            attempt!.Refuse(line);
        }
    }

    private async Task ReceiveAsync(RecordedLine line)
    {
        (IRecordedLink link, RefMap refs) = _links[line.Client];
        switch (line.Kind)
        {
            case "text":
                Frames.Compare(line.Data, Encoding.UTF8.GetString(await link.FrameAsync(isBinary: false)), refs);
                _receivedFrames.Enqueue(line.Data);
                break;
            case "binary":
                Frames.Compare(Convert.FromBase64String(line.Data), await link.FrameAsync(isBinary: true), refs);
                break;
            case "close":
                // To a server, a close frame without a code means 1000, which our client sends.
                Assert.Equal((line.CloseCode ?? 1000, line.Data), await link.CloseAsync());
                break;
            default:
                Assert.Fail($"Our client never sends a {line.Kind}: add it to {nameof(NotPlayed)}.");
                break;
        }
    }

    private async Task SendAsync(RecordedLine line)
    {
        (IRecordedLink link, RefMap refs) = _links[line.Client];
        switch (line.Kind)
        {
            case "text":
                await link.SendAsync(Encoding.UTF8.GetBytes(Frames.Rewrite(line.Data, refs)), isBinary: false);
                break;
            case "binary":
                await link.SendAsync(Frames.Rewrite(Convert.FromBase64String(line.Data), refs), isBinary: true);
                break;
            default:
                await link.SendCloseAsync(line.CloseCode ?? 1000);
                _ = _links.Remove(line.Client);
                break;
        }
    }

    private async Task DropAsync(RecordedLine line)
    {
        await _drops.WaitAsync(_stop.Token);
        _ = _links.Remove(line.Client, out (IRecordedLink Link, RefMap Refs) dropped);
        dropped.Link.Drop();
    }
}
