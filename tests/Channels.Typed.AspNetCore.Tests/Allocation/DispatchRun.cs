using System.Diagnostics.Metrics;
using System.IO.Pipelines;
using System.Text;
using Channels.Typed.AspNetCore.Channels;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Transports;
using Channels.Typed.AspNetCore.Versions;
using Channels.Typed.PubSub;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Channels.Typed.AspNetCore.Tests.Allocation;

/// <summary>
/// Runs a connection on one thread, from the receive loop to the socket. Masked frames go in, and the replies are read from the other end
/// of a TCP connection.
/// </summary>
internal static class DispatchRun
{
    private const int WarmUp = 2_000;

    /// <summary>Sends a message many times and measures what one window of messages allocates.</summary>
    /// <param name="message">The message.</param>
    /// <param name="reply">The expected reply to each message, or null for none.</param>
    /// <param name="batchSize">How many messages arrive in one read.</param>
    /// <param name="logger">The server's log; none if not given.</param>
    /// <param name="watch">Called with the meter before the run, so a test can listen to it.</param>
    /// <param name="topic">The topic that is joined first.</param>
    /// <returns>The bytes that the thread allocates for <see cref="Windows.Size"/> of them.</returns>
    public static long Measure(
        string message, string? reply, int batchSize, ILogger? logger = null, Action<Meter>? watch = null, string topic = "room:a")
    {
        using var sockets = new LoopbackSockets();
        string joined = $$"""["1","1","{{topic}}","phx_reply",{"response":{},"status":"ok"}]""";
        int joinLength = LengthOf(joined);
        int batchLength = reply is null ? 0 : LengthOf(reply) * batchSize;
        int warmUp = WarmUp / batchSize;
        int window = Windows.Size / batchSize;
        var windows = new Windows();
        byte[] answer = [];
        void OnRead(int reads)
        {
            ReadOnlySpan<byte> received = sockets.Receive(reads == 0 ? 0 : reads == 1 ? joinLength : batchLength);
            if (reads == warmUp)
            {
                answer = received.ToArray();
            }

            if (reads >= warmUp && (reads - warmUp) % window == 0)
            {
                windows.Mark();
            }
        }

        int reads = warmUp + (Windows.Count * window);
        byte[] join = ClientFrames.Repeat($$"""["1","1","{{topic}}","phx_join",{}]""", 1);
        var input = new LoopInput(join, ClientFrames.Repeat(message, batchSize), reads, OnRead);
        Task run = RunAsync(input, sockets, logger ?? NullLogger.Instance, watch);

        Assert.True(run.IsCompletedSuccessfully, $"The run continued on another thread: {run.Status} {run.Exception}");
        Assert.Equal(reply is null ? [] : Enumerable.Repeat(reply, batchSize), LoopbackSockets.Texts(answer));
        return windows.Least;
    }

    private static Task RunAsync(LoopInput input, LoopbackSockets sockets, ILogger logger, Action<Meter>? watch)
    {
        ServiceProvider root = new ServiceCollection().AddMetrics().BuildServiceProvider();
        IMeterFactory meters = root.GetRequiredService<IMeterFactory>();
        watch?.Invoke(meters.Create(ServerTelemetry.Name)); // The factory creates one meter per name.
        var services = new ServerServices(
            new ChannelsOptions(),
            new ChannelPubSub(),
            root,
            root.GetRequiredService<IServiceScopeFactory>(),
            TimeProvider.System,
            logger,
            new ServerTelemetry(meters, TimeProvider.System, logger));
        var sink = new FrameSink(PipeWriter.Create(Stream.Null), sockets.Server, () => { });
        var options = new SocketOptions(services.Options);
        var transport = new WebSocketTransport(
            input,
            sink,
            new TransportLimits(options.MaxMessageBytes, new OutboxLimits(options.MaxOutboxBytes, options.OutboxHighWaterBytes)),
            services.Time,
            _ => { });
        SocketBuilder socket = new SocketBuilder().Add<QuietChannel>().Add<QuietUntypedChannel>("raw:{rest}");
        var routes = new SocketRoutes([.. socket.Channels.Select(added => new ChannelRoute(added.Handler, null))]);
        var connection = new Connection(transport, WireFormat.V2, routes, new SocketContext(new(), services.Logger), options, services);
        return transport.RunAsync(connection);
    }

    // Includes the header of a frame shorter than 126 bytes.
    private static int LengthOf(string reply) => 2 + Encoding.UTF8.GetByteCount(reply);
}
