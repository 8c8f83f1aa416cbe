using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Channels.Typed.AspNetCore.Handover;

/// <summary>
/// Wraps a connection for the HTTP server. After it is handed over, the HTTP server cannot read, write or abort it any more, and when the
/// server disposes it, the new owner starts to run.
/// </summary>
internal sealed class HandoverConnection : ConnectionContext, IConnectionTransportFeature, IDuplexPipe
{
    private readonly ConnectionContext _connection;
    private readonly HandoverListener _listener;
    private readonly IDuplexPipe _transport;
    private DetachableReader? _input;
    private DetachableWriter? _output;
    private int _isDisposed;

    public HandoverConnection(ConnectionContext connection, HandoverListener listener)
    {
        _connection = connection;
        _listener = listener;
        _transport = connection.Transport;
        _input = new DetachableReader(_transport.Input);
        _output = new DetachableWriter(_transport.Output);
        Transport = this;
        Features.Set(this);
        Features.Set<IConnectionTransportFeature>(this);
    }

    /// <summary>The owner that the connection was handed over to; null while it belongs to the HTTP server.</summary>
    public ITransportOwner? Owner { get; private set; }

    public override string ConnectionId
    {
        get => _connection.ConnectionId;
        set => _connection.ConnectionId = value;
    }

    public override IFeatureCollection Features => _connection.Features;

    public override IDictionary<object, object?> Items
    {
        get => _connection.Items;
        set => _connection.Items = value;
    }

    /// <summary>The pipe that the HTTP server uses: this connection itself, unless another layer such as TLS has replaced it.</summary>
    public override IDuplexPipe Transport { get; set; }

    public override EndPoint? LocalEndPoint
    {
        get => _connection.LocalEndPoint;
        set => _connection.LocalEndPoint = value;
    }

    public override EndPoint? RemoteEndPoint
    {
        get => _connection.RemoteEndPoint;
        set => _connection.RemoteEndPoint = value;
    }

    public override CancellationToken ConnectionClosed
    {
        get => _connection.ConnectionClosed;
        set => _connection.ConnectionClosed = value;
    }

    PipeReader IDuplexPipe.Input => _input ?? throw HandedOver();

    PipeWriter IDuplexPipe.Output => _output ?? throw HandedOver();

    /// <summary>Hands the connection over, after the HTTP server has answered the upgrade and before it ends the request.</summary>
    /// <param name="create">Creates the owner. Its arguments are the transport and an action that aborts it.</param>
    /// <returns>
    /// False if the connection cannot be handed over, because a layer such as TLS lies between the HTTP server and the transport.
    /// </returns>
    public bool TryHandOver(Func<IDuplexPipe, Action, ITransportOwner> create)
    {
        if (!ReferenceEquals(Transport, this) || Owner is not null || _input is null || _output is null)
        {
            return false;
        }

        _input.Detach();
        _output.Detach();
        Owner = create(_transport, _connection.Abort);
        if (_listener.TryAdd(this))
        {
            return true;
        }

        // The listener was unbound in the meantime and does not track new connections, so it would never close this one.
        Owner.Abort();
        return true;
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        if (Owner is null)
        {
            _connection.Abort(abortReason);
        }
    }

    public override void Abort()
    {
        if (Owner is null)
        {
            _connection.Abort();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Owner is null)
        {
            await _connection.DisposeAsync();
        }
        else if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            ReleaseServerState();
            _ = RunAsync(Owner);
        }
    }

    private async Task RunAsync(ITransportOwner owner)
    {
        // The HTTP server is the caller. Without the yield its stack, and all objects on it, would stay alive as long as the connection.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await owner.RunAsync();
        }
        finally
        {
            await _transport.Input.CompleteAsync();
            await _transport.Output.CompleteAsync();
            await _connection.DisposeAsync();
            _listener.Remove(this);
        }
    }

    /// <summary>Releases all references to objects of the HTTP server, so that the connection does not keep them alive.</summary>
    private void ReleaseServerState()
    {
        _input = null;
        _output = null;
        Transport = _transport;

        // Some of the features' types are internal to Kestrel, so all features that the transport does not provide itself are removed.
        foreach ((Type type, object feature) in Features.ToArray())
        {
            if (!ReferenceEquals(feature, _connection))
            {
                Features[type] = null;
            }
        }
    }

    private static ObjectDisposedException HandedOver() =>
        new(nameof(HandoverConnection), "The connection was handed over and no longer belongs to the HTTP server.");
}
