using System.Net.WebSockets;
using Channels.Typed.Client.Sockets;

namespace Channels.Typed.Client.Transports;

internal sealed class WebSocketTransportFactory(SocketSettings settings) : ITransportFactory
{
    public async Task<ITransport> ConnectAsync(Uri uri, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            Compatibility.WebSocketCompat.CollectHttpStatus(socket.Options);
            foreach (KeyValuePair<string, string> header in settings.Headers)
            {
                socket.Options.SetRequestHeader(header.Key, header.Value);
            }

            settings.ConfigureWebSocket?.Invoke(socket.Options);
            await socket.ConnectAsync(uri, cancellationToken).ConfigureAwait(false);
            return new WebSocketTransport(socket, settings.MaxMessageBytes);
        }
        catch (Exception e)
        {
            int status = Compatibility.WebSocketCompat.HttpStatus(socket);
            socket.Dispose();
            if (status >= 300)
            {
                throw new ConnectRefusedException(status, e);
            }

            throw;
        }
    }
}
