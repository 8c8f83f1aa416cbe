using System.Text;
using System.Text.Json;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Tests.Model;

/// <summary>A long-polling session, from the request that opens it until its HTTP handler is disposed.</summary>
internal sealed class ModelSession(ModelServer server) : HttpMessageHandler, IModelConnection
{
    private const int Gone = 410;
    private const int Nothing = 204;

    private readonly object _lock = new();
    private readonly Queue<HttpResponseMessage> _answers = [];
    private TaskCompletionSource<HttpResponseMessage>? _poll;
    private Exception? _end;
    private int _closed;
    private bool _isOpen;

    public bool IsSilent { get; set; }

    public bool IsAborted { get; private set; }

    public bool IsReading
    {
        get
        {
            lock (_lock)
            {
                return _poll is not null;
            }
        }
    }

    public void Send(TransportMessage message)
    {
        HttpResponseMessage answer = message.Kind switch
        {
            TransportMessageKind.Text => Answer(200, $"\"{JsonEncodedText.Encode(message.Data.Span)}\""),
            TransportMessageKind.KeepAlive => Answer(Nothing, ""),
            TransportMessageKind.Close => Answer(_closed = message.CloseCode % 2 == 0 ? Gone : 403, ""),
            _ => throw new InvalidOperationException("Long polling carries text only."),
        };
        TaskCompletionSource<HttpResponseMessage>? poll;
        lock (_lock)
        {
            poll = _poll;
            _poll = null;
            if (poll is null)
            {
                _answers.Enqueue(answer);
            }
        }

        poll?.SetResult(answer);
    }

    public void Drop()
    {
        TaskCompletionSource<HttpResponseMessage>? poll;
        lock (_lock)
        {
            _end ??= new HttpRequestException("connection reset");
            poll = _poll;
            _poll = null;
        }

        _ = poll?.TrySetException(_end);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!_isOpen)
        {
            await server.AttemptAsync(this, cancellationToken);
            _isOpen = true;
            return Answer(Gone, "");
        }

        if (request.Content is not { } content)
        {
            return await PollAsync(cancellationToken);
        }

        string body = await content.ReadAsStringAsync(cancellationToken);
        foreach (string entry in body.Split('\n'))
        {
            bool isText = entry[0] is '[' or '{';
            server.Receive(isText ? Encoding.UTF8.GetBytes(entry) : Convert.FromBase64String(entry), isBinary: !isText);
        }

        return Answer(200, "");
    }

    protected override void Dispose(bool disposing)
    {
        Drop();
        IsAborted = true;
        base.Dispose(disposing);
    }

    private static HttpResponseMessage Answer(int status, string messages) => new()
    {
        Content = new StringContent($$"""{"messages":[{{messages}}],"status":{{status}},"token":"t"}""", Encoding.UTF8, "application/json"),
    };

    private Task<HttpResponseMessage> PollAsync(CancellationToken cancellationToken)
    {
        var poll = new TaskCompletionSource<HttpResponseMessage>();
        lock (_lock)
        {
            if (_answers.TryDequeue(out HttpResponseMessage? answer))
            {
                return Task.FromResult(answer);
            }

            if (_closed != 0)
            {
                // The client may poll once more, with its token in the address.
                return Task.FromResult(Answer(_closed, ""));
            }

            if (_end is not null)
            {
                return Task.FromException<HttpResponseMessage>(_end);
            }

            _poll = poll;
        }

        _ = cancellationToken.Register(() =>
        {
            lock (_lock)
            {
                _poll = _poll == poll ? null : _poll;
            }

            _ = poll.TrySetCanceled(cancellationToken);
        });
        return poll.Task;
    }
}
