using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Transports.LongPolling;

/// <summary>Connects by long polling: begins a session.</summary>
internal sealed class LongPollConnector(SocketSettings settings) : IClientTransportFactory
{
    private readonly LongPollTokenStyle _tokenStyle = new();

    public async Task<IClientTransport> ConnectAsync(TransportRequest request, CancellationToken cancellationToken)
    {
        var client = new LongPollClient(settings, request);
        try
        {
            LongPollAnswer answer = await client.GetAsync(null, isInAddress: false, cancellationToken).ConfigureAwait(false);
            if (answer.Status != LongPollAnswer.Gone)
            {
                throw new ConnectRefusedException(answer.Status);
            }

            return string.IsNullOrEmpty(answer.Token)
                ? throw new ProtocolException("The server began a session of long polling but did not send a token.")
                : new LongPollTransport(client, answer.Token!, settings.ProtocolVersion, _tokenStyle);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }
}
