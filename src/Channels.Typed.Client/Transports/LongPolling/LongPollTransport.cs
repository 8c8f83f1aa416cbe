using System.Diagnostics.CodeAnalysis;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Transports.LongPolling;

/// <summary>
/// A session of long polling (protocol section "Long-poll transport"): one GET at a time that waits for messages, one POST at a time that
/// sends what has gathered. While the reader is held up nothing is fetched, and the server waits as long as it keeps sessions.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Abort, which ends every transport, disposes it.")]
internal sealed class LongPollTransport(LongPollClient client, string token, ProtocolVersion version, LongPollTokenStyle tokenStyle) : ISessionTransport
{
    // What the official client makes of answers that end a session.
    private const int SessionGone = 3410;
    private const int PolicyViolation = 1008;

    private readonly LongPollBatch _batch = new();
    private readonly Queue<byte[]> _received = new();
    private readonly CancellationTokenSource _closing = new();
    private string _token = token;
    private int _closeCode;
    private volatile bool _isTokenKnown;
    private volatile bool _isClosed;

    public string Name => "longpoll";

    // Every answer shows that the server is there, and a request without one ends the connection.
    public bool NeedsHeartbeat => false;

    public async ValueTask<TransportMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_received.Count > 0)
            {
                return TransportMessage.Text(_received.Dequeue());
            }

            if (_isClosed)
            {
                return End();
            }

            LongPollAnswer answer;
            try
            {
                answer = await PollAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception) when (_isClosed && !cancellationToken.IsCancellationRequested)
            {
                return End();
            }

            if (answer.Status is not (LongPollAnswer.Ok or LongPollAnswer.Nothing))
            {
                return EndsSession(answer.Status) ? End() : throw Unexpected("poll", answer.Status);
            }

            if (answer.Messages.Count == 0)
            {
                return TransportMessage.KeepAlive();
            }

            foreach (byte[] message in answer.Messages)
            {
                _received.Enqueue(message);
            }
        }
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, bool isBinary, CancellationToken cancellationToken)
    {
        if (_batch.IsFullFor(message.Length))
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        _batch.Add(message.Span, isBinary);

        // Servers take an object among lines for base64.
        if (version == ProtocolVersion.V1)
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_batch.Count == 0 || _isClosed)
        {
            return;
        }

        byte[] body = _batch.Take();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        LongPollAnswer answer = await RequestAsync(isInAddress =>
            client.PostAsync(Volatile.Read(ref _token), isInAddress, body, version != ProtocolVersion.V1, either.Token)).ConfigureAwait(false);
        if (answer.Status != LongPollAnswer.Ok && !EndsSession(answer.Status))
        {
            throw Unexpected("post", answer.Status);
        }
    }

    // The protocol has no word for it: the poll that waits is given up, and the server ends the session when none comes.
    public ValueTask CloseAsync(int code, string? reason, CancellationToken cancellationToken)
    {
        Close();
        return default;
    }

    public void Abort()
    {
        Close();
        client.Dispose();
    }

    private static ProtocolException Unexpected(string request, int status) => new($"The server answered a {request} of long polling with status {status}.");

    private async Task<LongPollAnswer> PollAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        LongPollAnswer answer = await RequestAsync(isInAddress => client.GetAsync(_token, isInAddress, either.Token)).ConfigureAwait(false);
        if (answer.Status is LongPollAnswer.Ok or LongPollAnswer.Nothing && answer.Token is { } renewed)
        {
            Volatile.Write(ref _token, renewed);
        }

        return answer;
    }

    private async Task<LongPollAnswer> RequestAsync(Func<bool, Task<LongPollAnswer>> request)
    {
        bool isInAddress = tokenStyle.IsInAddress;
        LongPollAnswer answer = await request(isInAddress).ConfigureAwait(false);
        if (answer.Status == LongPollAnswer.Gone && !isInAddress && !_isTokenKnown)
        {
            // Nothing came of the request, so it can be made again.
            answer = await request(true).ConfigureAwait(false);
            tokenStyle.IsInAddress = answer.Status != LongPollAnswer.Gone;
        }

        _isTokenKnown |= answer.Status is LongPollAnswer.Ok or LongPollAnswer.Nothing;
        return answer;
    }

    // The reader tells of the end, whichever request heard of it.
    private bool EndsSession(int status)
    {
        int code = status switch
        {
            LongPollAnswer.Gone => SessionGone,
            LongPollAnswer.Forbidden => PolicyViolation,
            _ => 0,
        };
        if (code == 0)
        {
            return false;
        }

        _ = Interlocked.CompareExchange(ref _closeCode, code, 0);
        Close();
        return true;
    }

    private TransportMessage End() => TransportMessage.Close(_closeCode == 0 ? null : _closeCode);

    private void Close()
    {
        _isClosed = true;
        _closing.Cancel();
    }
}
