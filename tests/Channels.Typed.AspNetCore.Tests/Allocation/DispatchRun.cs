using System.Text;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Sockets;
using Channels.Typed.AspNetCore.Transports;
using Channels.Typed.PubSub;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Channels.Typed.AspNetCore.Tests.Allocation;

/// <summary>
/// A connection from its receive loop to its socket, on one thread: masked frames in, dispatch, replies out of the other end of a real
/// TCP connection.
/// </summary>
internal static class DispatchRun
{
    public const int Messages = 10_000;
    private const int WarmUp = 2_000;

    /// <summary>Sends a message over and over.</summary>
    /// <param name="message">The message.</param>
    /// <param name="reply">What has to come back for each; null for nothing.</param>
    /// <param name="batchSize">How many arrive in one read.</param>
    /// <returns>The bytes that the thread has allocated for <see cref="Messages"/> of them.</returns>
    public static long Measure(string message, string? reply, int batchSize)
    {
        using var sockets = new LoopbackSockets();
        string joined = """["1","1","room:a","phx_reply",{"response":{},"status":"ok"}]""";
        int joinLength = LengthOf(joined);
        int batchLength = reply is null ? 0 : LengthOf(reply) * batchSize;
        int first = WarmUp / batchSize;
        int last = first + (Messages / batchSize);
        long before = 0;
        long after = 0;
        byte[] answer = [];
        void OnRead(int reads)
        {
            ReadOnlySpan<byte> received = sockets.Receive(reads == 0 ? 0 : reads == 1 ? joinLength : batchLength);
            if (reads == first)
            {
                answer = received.ToArray();
                before = GC.GetAllocatedBytesForCurrentThread();
            }
            else if (reads == last)
            {
                after = GC.GetAllocatedBytesForCurrentThread();
            }
        }

        var input = new LoopInput(ClientFrames.Repeat("""["1","1","room:a","phx_join",{}]""", 1), ClientFrames.Repeat(message, batchSize), last, OnRead);
        Task run = RunAsync(input, sockets);

        Assert.True(run.IsCompletedSuccessfully, $"The run has left its thread: {run.Status} {run.Exception}");
        Assert.NotEqual(0, after);
        Assert.Equal(reply is null ? [] : Enumerable.Repeat(reply, batchSize), LoopbackSockets.Texts(answer));
        return after - before;
    }

    private static Task RunAsync(LoopInput input, LoopbackSockets sockets)
    {
        ServiceProvider root = new ServiceCollection().BuildServiceProvider();
        var services = new ConnectionServices(
            new ChannelsOptions(), new ChannelPubSub(), root, root.GetRequiredService<IServiceScopeFactory>(), TimeProvider.System, NullLogger.Instance);
        var sink = new FrameSink(Stream.Null, sockets.Server, () => { });
        var transport = new WebSocketTransport(input, sink, services.Options, services.Time, _ => { });
        var connection = new Connection(transport, new SocketRoutes([QuietChannel.Descriptor]), new SocketContext(new()), services);
        return transport.RunAsync(connection, services.Options.MaxMessageBytes);
    }

    // With the header of a frame shorter than 126 bytes.
    private static int LengthOf(string reply) => 2 + Encoding.UTF8.GetByteCount(reply);
}
