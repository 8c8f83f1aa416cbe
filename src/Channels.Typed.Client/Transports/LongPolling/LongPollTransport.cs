using System.Diagnostics.CodeAnalysis;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Transports.LongPolling;

/// <summary>
/// A session of long polling (protocol section "Long-poll transport"): one GET at a time that waits for messages, and one POST at a time
/// that sends the queued ones. While the reader waits for slow handlers there is no GET, and the server keeps the session for a limited
/// time only.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Abort, which ends every transport, disposes it.")]
internal sealed class LongPollTransport(LongPollClient client, string token, ProtocolVersion version, LongPollTokenStyle tokenStyle)
    : ISessionTransport
{
    // The close codes that the official client uses for answers that end a session.
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

    // Every answer shows that the connection works, and a request without an answer ends the connection.
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

        // In a batch, servers would treat a line that begins an object, as in version 1.0.0, as base64. So each message is posted alone.
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
        bool isBatch = version != ProtocolVersion.V1;
        LongPollAnswer answer = await RequestAsync(
            isInAddress => client.PostAsync(Volatile.Read(ref _token), isInAddress, body, isBatch, either.Token)).ConfigureAwait(false);
        if (answer.Status != LongPollAnswer.Ok && !EndsSession(answer.Status))
        {
            throw Unexpected("post", answer.Status);
        }
    }

    // The protocol cannot end a session. The waiting poll is cancelled, and the server ends the session when no other poll comes.
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

    private static ProtocolException Unexpected(string request, int status) =>
        new($"The server answered a {request} of long polling with status {status}.");

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
            // The server did not process the request, so it can be repeated with the token in the address.
            answer = await request(true).ConfigureAwait(false);
            tokenStyle.IsInAddress = answer.Status != LongPollAnswer.Gone;
        }

        _isTokenKnown |= answer.Status is LongPollAnswer.Ok or LongPollAnswer.Nothing;
        return answer;
    }

    // Whichever request the server answers in this way, ReceiveAsync reports the end.
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
