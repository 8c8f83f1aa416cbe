using System.Net;
using System.Net.Sockets;
using System.Text;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Handover;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Connections;

/// <summary>Hostile clients cost the server no memory, and do not affect other clients.</summary>
public sealed class HostileClientsTests : IDisposable
{
    private readonly LogSink _log = new();

    // Kestrel ends the request when the timeout of its headers expires. Until then it has a TCP connection and no objects of this library.
    [Fact]
    public async Task HalfAHandshake_IsEndedByKestrelAndKeepsNoMemory()
    {
        var seen = new TaskCompletionSource<WeakReference>();
        await using FixtureServer server = await FixtureServer.StartAsync(build: builder => builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(1);
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection =>
            {
                seen.TrySetResult(new WeakReference(connection.Features.Get<HandoverConnection>()));
                return next(connection);
            }));
        }));
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Http.Port, TestContext.Current.CancellationToken);
        await socket.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes("GET /socket/websocket?vsn=2.0.0 HTTP/1.1\r\nHost: x\r\nConnection: Upg"),
            TestContext.Current.CancellationToken);
        WeakReference connection = await seen.Task.Within();
        Assert.Equal(0, server.Services.GetRequiredService<ConnectionRegistry>().Count);

        using var answer = new StreamReader(socket.GetStream());
        Assert.StartsWith(
            "HTTP/1.1 408 ", await answer.ReadToEndAsync(TestContext.Current.CancellationToken).Within(), StringComparison.Ordinal);

        await Waiting.UntilEqualAsync(false, () =>
        {
            GC.Collect();
            return connection.IsAlive;
        });
    }

    // 20,000 frames. eng/soak.sh sends more.
    [Fact]
    public async Task GarbageFrames_CloseTheirConnectionsAndOthersAreServed()
    {
        const int Clients = 100;
        await using FixtureServer server = await StartAsync();
        using MetricCollector<long> malformed = server.Collect<long>("channels.server.malformed_frames");
        RawClient good = await server.JoinAsync();
        byte[] frame = [0x81, 0x84, 1, 2, 3, 4, (byte)('{' ^ 1), (byte)('{' ^ 2), (byte)('{' ^ 3), (byte)('{' ^ 4)];
        byte[] garbage = [.. Enumerable.Repeat(frame, 200).SelectMany(bytes => bytes)];

        for (int i = 0; i < Clients; i++)
        {
            using FrameClient bad = await FrameClient.ConnectAsync(server.Http, "/socket/websocket?vsn=2.0.0");
            await bad.SendBytesAsync(garbage);
            await bad.ExpectCloseAsync(1011);
            if (i % 10 == 0)
            {
                await good.ExpectSilenceAsync();
            }
        }

        await Waiting.UntilEqualAsync(1, () => server.Services.GetRequiredService<ConnectionRegistry>().Count);
        Assert.Equal(Clients, malformed.GetMeasurementSnapshot().Count);
        Assert.InRange(_log.Entries.Count(entry => entry.Id.Name == "MalformedFrame"), 1, 10);
        await good.ExpectSilenceAsync();
    }

    [Fact]
    public async Task RefusedConnects_KeepNoMemory()
    {
        const int Attempts = 1_000;
        var sockets = new List<WeakReference>();
        await using MountedServer server = await MountedServer.StartAsync(
            connect: connect =>
            {
                if (!connect.Params.ContainsKey("no"))
                {
                    return ConnectResult.Accept();
                }

                sockets.Add(new WeakReference(connect.Socket));
                return ConnectResult.Refuse();
            },
            configure: options => options.MaxConnections = 3,
            build: builder => builder.Logging.AddProvider(_log));
        RawClient good = await server.ConnectAsync();

        for (int i = 0; i < Attempts; i++)
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await server.HandshakeAsync("/m/websocket?vsn=2.0.0&no=1")).Status);
            if (i % 100 == 0)
            {
                await good.ExpectSilenceAsync();
            }
        }

        Assert.Equal(Attempts, sockets.Count);
        Assert.Equal(1, server.Server.Services.GetRequiredService<ConnectionRegistry>().Count);
        Assert.InRange(_log.Entries.Count(entry => entry.Id.Name == "ConnectRefused"), 1, 10);

        // The web server may still reference the last request.
        await Waiting.UntilEqualAsync(true, () =>
        {
            GC.Collect();
            return sockets.Count(socket => socket.IsAlive) <= 5;
        });
        await (await server.ConnectAsync()).ExpectSilenceAsync();
        await good.ExpectSilenceAsync();
    }

    public void Dispose() => _log.Dispose();

    private Task<FixtureServer> StartAsync() => FixtureServer.StartAsync(build: builder => builder.Logging.AddProvider(_log));
}
