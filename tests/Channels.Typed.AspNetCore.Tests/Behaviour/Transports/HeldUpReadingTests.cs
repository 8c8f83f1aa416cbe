using System.Net;
using System.Security.Cryptography.X509Certificates;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Transports;

/// <summary>A client that reads gets all that it asked for, however much that is. Over TLS the transport is a stream.</summary>
public sealed class HeldUpReadingTests : IDisposable
{
    private const int SlowConsumer = 103;

    private readonly LogSink _log = new();
    private readonly X509Certificate2 _certificate = TestCertificate.Create();
    private readonly ChannelProgram _program = new();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task ManyPushesWithLargeReplies_AreAllAnswered(bool isTls, bool isAsynchronous)
    {
        const int Pushes = 2_000;
        ChannelPayload large = ChannelPayload.FromJson($$"""{"a":"{{new string('y', 8_000)}}"}""");
        _program.Push = async (_, _, _) =>
        {
            if (isAsynchronous)
            {
                await Task.Yield();
            }

            return ChannelReply.Ok(large);
        };
        await using FixtureServer server = await StartAsync(isTls);
        RawClient client = await ConnectAsync(server);
        await JoinAsync(client, "p:a");

        Task sending = SendAsync(client, Enumerable.Range(0, Pushes).Select(i => $$"""["1","{{i}}","p:a","large",{}]"""));
        for (int i = 0; i < Pushes; i++)
        {
            Assert.StartsWith($$"""["1","{{i}}","p:a","phx_reply",""", await client.ReceiveAsync(), StringComparison.Ordinal);
        }

        await sending.Within();
        Assert.DoesNotContain(_log.Entries, entry => entry.Id == SlowConsumer);
    }

    // As a client of Phoenix does when it has reconnected.
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task ManyJoinsWithSnapshots_AreAllAnsweredAlsoAfterADrop(bool isTls, bool isAsynchronous)
    {
        const int Channels = 90;
        ChannelPayload snapshot = ChannelPayload.FromJson($$"""{"a":"{{new string('y', 50_000)}}"}""");
        _program.Join = async (_, _) =>
        {
            if (isAsynchronous)
            {
                await Task.Yield();
            }

            return ChannelReply.Ok(snapshot);
        };
        await using FixtureServer server = await StartAsync(isTls);
        for (int attempt = 0; attempt < 2; attempt++)
        {
            using RawClient client = await ConnectAsync(server);
            Task sending = SendAsync(client, Enumerable.Range(0, Channels).Select(i => $$"""["{{i}}","{{i}}","p:{{i}}","phx_join",{}]"""));
            for (int i = 0; i < Channels; i++)
            {
                Assert.Contains("\"phx_reply\",{\"response\":{\"a\":", await client.ReceiveAsync(), StringComparison.Ordinal);
            }

            await sending.Within();
        }

        Assert.DoesNotContain(_log.Entries, entry => entry.Id == SlowConsumer);
    }

    // The kernel's buffers take less than all replies, so the server has to wait for a client that starts to read late.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ClientThatReadsLate_GetsAllReplies(bool isTls)
    {
        const int Pushes = 400;
        int handled = 0;
        ChannelPayload large = ChannelPayload.FromJson($$"""{"a":"{{new string('y', 100_000)}}"}""");
        _program.Push = (_, _, _) =>
        {
            Interlocked.Increment(ref handled);
            return new(ChannelReply.Ok(large));
        };
        await using FixtureServer server = await StartAsync(isTls);
        RawClient client = await ConnectAsync(server);
        await JoinAsync(client, "p:a");

        Task sending = SendAsync(client, Enumerable.Range(0, Pushes).Select(i => $$"""["1","{{i}}","p:a","large",{}]"""));
        await sending.Within();
        await Waiting.UntilAsync(() => handled > 10);
        for (int i = 0; i < Pushes; i++)
        {
            Assert.StartsWith($$"""["1","{{i}}","p:a","phx_reply",""", await client.ReceiveAsync(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(_log.Entries, entry => entry.Id == SlowConsumer);
    }

    [Fact]
    public async Task ClientThatNeverReads_IsEndedAfterTheSendTimeout()
    {
        ChannelPayload large = ChannelPayload.FromJson($$"""{"a":"{{new string('y', 100_000)}}"}""");
        _program.Push = (_, _, _) => new(ChannelReply.Ok(large));
        await using FixtureServer server = await StartAsync(isTls: false, options => options.SendTimeout = TimeSpan.FromSeconds(10));
        RawClient client = await ConnectAsync(server);
        await JoinAsync(client, "p:a");
        await SendAsync(client, Enumerable.Range(0, 400).Select(i => $$"""["1","{{i}}","p:a","large",{}]""")).Within();

        await Waiting.UntilAsync(() =>
        {
            server.Time.Advance(TimeSpan.FromSeconds(1));
            return _log.Entries.Any(entry => entry.Id == SlowConsumer);
        });

        await Waiting.UntilEqualAsync(0, () => server.Services.GetRequiredService<ConnectionRegistry>().Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BroadcastToAnotherTopic_DoesNotWaitForAHandlerThatBlocksItsThread(bool isTls)
    {
        using var isBlocked = new SemaphoreSlim(0);
        using var release = new ManualResetEventSlim();
        _program.Push = (_, _, ended) =>
        {
            isBlocked.Release();
            Assert.True(release.Wait(Patience.Time, ended));
            return new(ChannelReply.Ok());
        };
        await using FixtureServer server = await StartAsync(isTls);
        RawClient client = await ConnectAsync(server);
        await JoinAsync(client, "p:a");
        await JoinAsync(client, "p:b");
        await client.SendAsync("""["1","2","p:a","block",{}]""");
        await isBlocked.WaitAsync(TestContext.Current.CancellationToken).Within();

        await server.Channels.BroadcastAsync("p:b", "hello", ChannelPayload.FromJson("{}"));

        await client.ExpectAsync("""[null,null,"p:b","hello",{}]""");
        release.Set();
        await client.ExpectAsync("""["1","2","p:a","phx_reply",{"response":{},"status":"ok"}]""");
    }

    public void Dispose()
    {
        _log.Dispose();
        _certificate.Dispose();
    }

    private static async Task JoinAsync(RawClient client, string topic)
    {
        await client.SendAsync($$"""["1","1","{{topic}}","phx_join",{}]""");
        await client.ExpectAsync($$"""["1","1","{{topic}}","phx_reply",{"response":{},"status":"ok"}]""");
    }

    private static async Task SendAsync(RawClient client, IEnumerable<string> messages)
    {
        foreach (string message in messages)
        {
            await client.SendAsync(message);
        }
    }

    private Task<FixtureServer> StartAsync(bool isTls, Action<ChannelsOptions>? configure = null) => _program.StartAsync(
        configure,
        _log,
        builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (isTls)
            {
                listen.UseHttps(_certificate);
            }
        })));

    private Task<RawClient> ConnectAsync(FixtureServer server) => server.ConnectAsync(
        configure: options =>
        {
            if (server.Http.Scheme == "https")
            {
                options.RemoteCertificateValidationCallback =
                    (_, presented, _, _) => presented?.GetCertHashString() == _certificate.GetCertHashString();
            }
        },
        path: "/programmed/websocket");
}
