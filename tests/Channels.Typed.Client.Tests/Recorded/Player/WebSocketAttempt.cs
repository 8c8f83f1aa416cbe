using System.Net.WebSockets;
using Channels.Typed.Client.Tests.Fixture;
using Microsoft.AspNetCore.Http;

namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>A request for a WebSocket. It waits for the recorded response.</summary>
internal sealed class WebSocketAttempt(HttpContext context) : IRecordedAttempt
{
    // Headers of the handshake, which each platform sets in its own way.
    private static readonly string[] Ignored = ["upgrade", "connection", "sec-websocket-version", "sec-websocket-key"];

    private readonly TaskCompletionSource<RecordedLine> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<IRecordedLink> _link = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Target { get; } = context.Request.Path + context.Request.QueryString;

    public void CompareHeaders(IReadOnlyDictionary<string, string> recorded)
    {
        foreach (KeyValuePair<string, string> header in recorded.Where(static header => !Ignored.Contains(header.Key)))
        {
            string sent = string.Join(", ", context.Request.Headers[header.Key].Select(static value => value));
            Assert.Equal((header.Key, header.Value), (header.Key, sent));
        }

        Assert.Equal(recorded.ContainsKey("sec-websocket-protocol"), context.Request.Headers.ContainsKey("sec-websocket-protocol"));
    }

    public Task<IRecordedLink> AcceptAsync(RecordedLine answer)
    {
        Assert.True(_answer.TrySetResult(answer));
        return _link.Task.Within();
    }

    public void Refuse(RecordedLine answer) => Assert.True(_answer.TrySetResult(answer));

    /// <summary>Serves the request until the connection ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            RecordedLine answer = await _answer.Task.WaitAsync(cancellationToken);
            if (answer.Status != StatusCodes.Status101SwitchingProtocols)
            {
                context.Response.StatusCode = answer.Status;
                await context.Response.WriteAsync(answer.Data, cancellationToken);
                return;
            }

            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(
                new WebSocketAcceptContext { SubProtocol = answer.Headers.GetValueOrDefault("sec-websocket-protocol") });
            var link = new WebSocketLink(socket);
            _link.SetResult(link);
            if (await link.Ended.WaitAsync(cancellationToken))
            {
                context.Abort();
            }
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }
}
