using System.IO.Pipelines;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Handover;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Transports;

namespace Channels.Typed.AspNetCore.Handshake;

/// <summary>A WebSocket connection from its upgrade to its end: creates transport and connection, and registers and runs them.</summary>
internal sealed class SocketSession : ITransportOwner
{
    private readonly WebSocketTransport _transport;
    private readonly Connection _connection;
    private readonly ConnectionRegistry _connections;

    public SocketSession(
        FrameSink sink,
        PipeReader input,
        AcceptedSocket socket,
        SocketMount mount,
        ConnectionRegistry connections,
        CancellationToken lost)
    {
        _transport = new WebSocketTransport(
            input,
            sink,
            new TransportLimits(
                mount.Options.MaxMessageBytes, new OutboxLimits(mount.Options.MaxOutboxBytes, mount.Options.OutboxHighWaterBytes)),
            mount.Services.Time,
            waitingBytes => mount.Services.Telemetry.OnSlowConsumer(socket.Context.Logger, waitingBytes),
            socket.IsCompressed,
            lost);
        _connection = new Connection(_transport, socket.Format, mount.Routes, socket.Context, mount.Options, mount.Services);
        _connections = connections;
    }

    public async Task RunAsync()
    {
        _connections.Add(_connection);
        ConnectionObservation observation = _connection.Services.Telemetry.OnConnected(TelemetryTags.WebSocket, _connection.Socket.Logger);
        try
        {
            _connection.Open();
            await _transport.RunAsync(_connection);
        }
        catch (Exception e)
        {
            // An error of the framework. It ends this connection only.
            Log.ConnectionFailed(_connection.Socket.Logger, e);
            _transport.Abort();
        }
        finally
        {
            _transport.End();
            _connections.Remove(_connection);
            await _connection.CloseAsync();
            observation.Close(_transport.ClosedWith);
            if (_transport.ClosedWith == CloseCode.MessageTooBig)
            {
                _connection.Services.Telemetry.OnMessageTooLarge(_connection.Options.MaxMessageBytes);
            }
        }
    }

    public void Drain() => _transport.Close(CloseCode.ServiceRestart);

    public void Abort() => _transport.Abort();
}
