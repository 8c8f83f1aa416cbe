using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Channels.Typed.AspNetCore.Handover;

/// <summary>A connection as the HTTP server sees it. Once taken, the server's hands are off it, and its disposal starts the taker.</summary>
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

    /// <summary>Who has taken the connection, if anybody.</summary>
    public ITransportTaker? Taker { get; private set; }

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

    /// <summary>What the HTTP server reads and writes: this connection itself, unless another layer was put around it.</summary>
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

    PipeReader IDuplexPipe.Input => _input ?? throw Taken();

    PipeWriter IDuplexPipe.Output => _output ?? throw Taken();

    /// <summary>Takes the connection from the HTTP server, which has answered the upgrade and is about to end the request.</summary>
    /// <param name="create">Makes the taker, given the transport and what aborts it.</param>
    /// <returns>False if the connection cannot be handed over: a layer such as TLS lies between, or the server is stopping.</returns>
    public bool TryTake(Func<IDuplexPipe, Action, ITransportTaker> create)
    {
        if (!ReferenceEquals(Transport, this) || Taker is not null || _input is null || _output is null)
        {
            return false;
        }

        _input.Detach();
        _output.Detach();
        Taker = create(_transport, _connection.Abort);
        if (_listener.TryAdd(this))
        {
            return true;
        }

        // The listener has closed in between and looks after nothing new.
        Taker.Abort();
        return true;
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        if (Taker is null)
        {
            _connection.Abort(abortReason);
        }
    }

    public override void Abort()
    {
        if (Taker is null)
        {
            _connection.Abort();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Taker is null)
        {
            await _connection.DisposeAsync();
        }
        else if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            Forget();
            _ = RunAsync(Taker);
        }
    }

    private async Task RunAsync(ITransportTaker taker)
    {
        // The HTTP server is still on the stack, and what it holds would stay alive with it.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await taker.RunAsync();
        }
        finally
        {
            await _transport.Input.CompleteAsync();
            await _transport.Output.CompleteAsync();
            await _connection.DisposeAsync();
            _listener.Remove(this);
        }
    }

    /// <summary>Lets go of what the HTTP server left behind, or the connection would keep all of it alive.</summary>
    private void Forget()
    {
        _input = null;
        _output = null;
        Transport = _transport;

        // Some of the features' types are Kestrel's own, so all that the transport does not provide itself go.
        foreach ((Type type, object feature) in Features.ToArray())
        {
            if (!ReferenceEquals(feature, _connection))
            {
                Features[type] = null;
            }
        }
    }

    private static ObjectDisposedException Taken() => new(nameof(HandoverConnection), "The connection was handed over.");
}
