using System.IO.Pipelines;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Handover;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Transports;

namespace Channels.Typed.AspNetCore.Handshake;

/// <summary>A connection from the answered upgrade to its end.</summary>
internal sealed class SocketSession : ITransportTaker
{
    private readonly WebSocketTransport _transport;
    private readonly Connection _connection;
    private readonly ConnectionRegistry _connections;

    public SocketSession(FrameSink sink, PipeReader input, AcceptedSocket socket, SocketMount mount, ConnectionRegistry connections)
    {
        _transport = new WebSocketTransport(
            input,
            sink,
            new TransportLimits(mount.Options.MaxMessageBytes, mount.Options.MaxOutboxBytes),
            mount.Services.Time,
            mount.Services.Telemetry.OnSlowConsumer,
            socket.IsCompressed);
        _connection = new Connection(_transport, socket.Format, mount.Routes, socket.Context, mount.Options, mount.Services);
        _connections = connections;
    }

    public async Task RunAsync()
    {
        _connections.Add(_connection);
        ConnectionObservation observation = _connection.Services.Telemetry.OnConnected(TelemetryTags.WebSocket);
        try
        {
            _connection.Open();
            await _transport.RunAsync(_connection);
        }
        catch (Exception e)
        {
            // Ours to find; no other connection is touched by it.
            Log.ConnectionFailed(_connection.Services.Logger, e);
            _transport.Abort();
        }
        finally
        {
            _connections.Remove(_connection);
            await _connection.CloseAsync();
            observation.Close(_transport.ClosedWith);
        }
    }

    public void Drain() => _transport.Close(CloseCode.ServiceRestart);

    public void Abort() => _transport.Abort();
}
