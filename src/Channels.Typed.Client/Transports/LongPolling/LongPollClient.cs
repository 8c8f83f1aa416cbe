using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using Channels.Typed.Client.Compatibility;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Transports.LongPolling;

/// <summary>
/// The requests of one session. Each has a timeout, and the size of its response is bounded. Uses only features that every HTTP stack has.
/// </summary>
internal sealed class LongPollClient : IDisposable
{
    private const string TokenHeader = "X-Phoenix-Longpoll-Token";
    private const string AuthTokenHeader = "X-Phoenix-AuthToken";
    private const int InitialSize = 4096;

    // A response contains several messages, which are JSON inside JSON.
    private const int MessagesPerAnswer = 4;

    private static readonly MediaTypeHeaderValue Lines = new("application/x-ndjson");
    private static readonly MediaTypeHeaderValue OneMessage = new("application/json");

    private readonly HttpClient _http;
    private readonly SocketSettings _settings;
    private readonly TransportRequest _request;
    private readonly bool _isRepeating;

    public LongPollClient(SocketSettings settings, TransportRequest request)
    {
        _settings = settings;
        _request = request;

        // Each request has its own timeout, by the socket's clock.
        HttpMessageHandler handler = HttpHandlers.Create(settings);
        _isRepeating = HttpHandlers.RepeatsUnlessThereIsABody(handler);
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public Task<LongPollAnswer> GetAsync(string? token, bool isInAddress, CancellationToken cancellationToken)
    {
        HttpRequestMessage message = Create(HttpMethod.Get, token, isInAddress);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (_request.AuthToken is { } authToken)
        {
            _ = message.Headers.TryAddWithoutValidation(AuthTokenHeader, authToken);
        }

        if (token is not null && _isRepeating)
        {
            // The server has discarded the messages of a lost response. If the handler repeated the poll, which .NET does for requests
            // without a body, these messages would be lost silently. An empty body prevents it: the poll fails, and channels rejoin.
            message.Content = new ByteArrayContent([]);
        }

        return SendAsync(message, cancellationToken);
    }

    /// <summary>Posts a batch of entries, or one message in version 1.0.0.</summary>
    public Task<LongPollAnswer> PostAsync(string token, bool isInAddress, byte[] body, bool isBatch, CancellationToken cancellationToken)
    {
        HttpRequestMessage message = Create(HttpMethod.Post, token, isInAddress);
        message.Content = new ByteArrayContent(body);
        message.Content.Headers.ContentType = isBatch ? Lines : OneMessage;
        return SendAsync(message, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Create(HttpMethod method, string? token, bool isInAddress)
    {
        Uri uri = _request.LongPollUri;
        if (token is not null && isInAddress)
        {
            uri = new UriBuilder(uri) { Query = $"{uri.Query.TrimStart('?')}&token={Uri.EscapeDataString(token)}" }.Uri;
        }

        var message = new HttpRequestMessage(method, uri);
        foreach (KeyValuePair<string, string> header in _settings.Headers)
        {
            _ = message.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        if (token is not null && !isInAddress)
        {
            _ = message.Headers.TryAddWithoutValidation(TokenHeader, token);
        }

        return message;
    }

    private async Task<LongPollAnswer> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = _settings.TimeProvider.CancelAfter(_settings.LongPollTimeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using (message)
            {
                using HttpResponseMessage response = await _http
                    .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);

                // Not every platform stops reading a body when the token is cancelled, so the response is disposed.
                using (either.Token.Register(static sent => ((HttpResponseMessage)sent!).Dispose(), response))
                {
                    return await ReadAsync(response, either.Token).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"A request of long polling timed out after LongPollTimeout ({_settings.LongPollTimeout}).", e);
        }
    }

    private async Task<LongPollAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return LongPollAnswer.OfHttpStatus((int)response.StatusCode);
        }

        long limit = Math.Min((long)_settings.MaxMessageBytes * MessagesPerAnswer + InitialSize, int.MaxValue / 2);
        var body = new byte[InitialSize];
        int length = 0;
        using Stream stream = await response.Content.OpenAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            int read = await stream.ReadIntoAsync(body, length, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return LongPollAnswer.Read(body.AsSpan(0, length), _settings.MaxMessageBytes);
            }

            length += read;
            if (length > limit)
            {
                throw new ProtocolException(
                    $"The server answered a poll with more than {limit} bytes. Raise ChannelSocketOptions.MaxMessageBytes to read it.");
            }

            if (length == body.Length)
            {
                Array.Resize(ref body, (int)Math.Min((long)length * 2, limit + 1));
            }
        }
    }
}
