using System.Net.WebSockets;
using System.Text;
using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Transports;

/// <summary>The extension permessage-deflate (RFC 7692).</summary>
public sealed class DeflateTests
{
    private const string Offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";
    private const string Join = """["1","1","room:a","phx_join",{}]""";
    private const string Joined = """["1","1","room:a","phx_reply",{"response":{},"status":"ok"}]""";

    private static readonly string Text = string.Concat(Enumerable.Range(0, 200).Select(i => $"line {i} "));

    [Theory]
    [InlineData(true, "permessage-deflate", "permessage-deflate; server_no_context_takeover; client_no_context_takeover")]
    [InlineData(true, "permessage-deflate; server_max_window_bits=9", null)]
    [InlineData(true, null, null)]
    [InlineData(false, "permessage-deflate", null)]
    public async Task Extension_OfferedAndEnabled_IsAccepted(bool compress, string? offer, string? answer)
    {
        await using MountedServer server = await MountedServer.StartAsync(options => options.Compress = compress);

        UpgradeResponse handshake = await server.HandshakeAsync(headers: ("Sec-WebSocket-Extensions", offer));

        Assert.Equal(answer, handshake.Extensions);
    }

    [Theory]
    [InlineData("vsn=2.0.0", true)]
    [InlineData("vsn=2.0.0", false)]
    [InlineData("vsn=1.0.0", true)]
    public async Task Client_SendsAndReceivesCompressed(string query, bool withContextTakeover)
    {
        await using MountedServer server = await MountedServer.StartAsync(options => options.Compress = true);
        RawClient client = await server.ConnectAsync(query, options => options.DangerousDeflateOptions = new WebSocketDeflateOptions
        {
            ClientContextTakeover = withContextTakeover,
            ServerContextTakeover = withContextTakeover,
        });
        bool isObject = query == "vsn=1.0.0";
        await client.SendAsync(isObject ? """{"topic":"room:a","event":"phx_join","payload":{},"ref":"1"}""" : Join);
        await client.ReceiveAsync();

        for (int i = 2; i < 5; i++)
        {
            await client.SendAsync(isObject
                ? $$"""{"topic":"room:a","event":"echo","payload":{"text":"{{Text}}"},"ref":"{{i}}"}"""
                : $$"""["1","{{i}}","room:a","echo",{"text":"{{Text}}"}]""");

            Assert.Contains($$"""{"text":"{{Text}}"}""", await client.ReceiveAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Fragments_AreInflatedAsOneMessage()
    {
        await using MountedServer server = await MountedServer.StartAsync(options => options.Compress = true);
        RawClient client = await server.ConnectAsync(configure: options => options.DangerousDeflateOptions = new WebSocketDeflateOptions());
        await client.SendAsync(Join);
        await client.ExpectAsync(Joined);
        byte[] frame = Encoding.UTF8.GetBytes($$"""["1","2","room:a","echo",{"text":"{{Text}}"}]""");

        await client.SendAsync(frame[..500], WebSocketMessageType.Text, isLast: false);
        await client.SendAsync(frame[500..], WebSocketMessageType.Text);

        await client.ExpectAsync($$"""["1","2","room:a","phx_reply",{"response":{"text":"{{Text}}"},"status":"ok"}]""");
    }

    [Fact]
    public async Task Broadcast_IsCompressedForClientsWithTheExtension()
    {
        await using MountedServer server = await MountedServer.StartAsync(options => options.Compress = true);
        using FrameClient first = await JoinAsync(server, Offer);
        using FrameClient second = await JoinAsync(server, Offer);
        using FrameClient plain = await JoinAsync(server);

        await plain.SendAsync(0x81, Encoding.UTF8.GetBytes($$"""["1","2","room:a","bcast_from",{"text":"{{Text}}"}]"""));
        await plain.ReceiveAsync();
        (byte kind, byte[] payload) = await first.ReceiveAsync();
        (byte kindOfSecond, byte[] payloadOfSecond) = await second.ReceiveAsync();
        string text = $$"""[null,null,"room:a","noted",{"text":"{{Text}}"}]""";

        Assert.Equal((0xc1, 0xc1), (kind, kindOfSecond));
        Assert.Equal(payload, payloadOfSecond);
        Assert.True(payload.Length < text.Length / 2, $"{payload.Length} bytes of {text.Length}.");
        Assert.Equal(text, Encoding.UTF8.GetString(Deflated.Inflate(payload)));

        await first.SendAsync(0xc1, Deflated.From(Encoding.UTF8.GetBytes($$"""["1","2","room:a","bcast_from",{"text":"{{Text}}"}]""")));
        Assert.Equal((0x81, text), await TextAsync(plain));
    }

    [Fact]
    public async Task Reply_IsCompressedFromTheThresholdOn()
    {
        await using MountedServer server = await MountedServer.StartAsync(options => options.Compress = true);
        using FrameClient client = await JoinAsync(server, Offer);

        await client.SendAsync(0x81, """["1","2","room:a","echo",{"text":"short"}]"""u8.ToArray());
        (byte kindOfShort, _) = await client.ReceiveAsync();
        await client.SendAsync(0x81, Encoding.UTF8.GetBytes($$"""["1","3","room:a","echo",{"text":"{{Text}}"}]"""));
        (byte kindOfLong, byte[] payload) = await client.ReceiveAsync();

        Assert.Equal((0x81, 0xc1), (kindOfShort, kindOfLong));
        Assert.Equal(
            $$"""["1","3","room:a","phx_reply",{"response":{"text":"{{Text}}"},"status":"ok"}]""",
            Encoding.UTF8.GetString(Deflated.Inflate(payload)));
    }

    [Fact]
    public async Task Compressed_WithoutAgreement_ClosesWith1002()
    {
        await using MountedServer server = await MountedServer.StartAsync(options => options.Compress = true);
        using FrameClient client = await JoinAsync(server);

        await client.SendAsync(0xc1, Deflated.From("""["1","2","room:a","ack",{}]"""u8));

        await client.ExpectCloseAsync(1002);
    }

    [Theory]
    [InlineData(0xc9)]
    [InlineData(0xc0)]
    [InlineData(0xa1)]
    [InlineData(0xe1)]
    public async Task ReservedBits_WithoutMeaning_CloseWith1002(byte firstByte)
    {
        await using MountedServer server = await MountedServer.StartAsync(options => options.Compress = true);
        using FrameClient client = await JoinAsync(server, Offer);
        if (firstByte == 0xc0)
        {
            await client.SendAsync(0x41, Deflated.From("[null,"u8));
        }

        await client.SendAsync(firstByte, []);

        await client.ExpectCloseAsync(1002);
    }

    [Fact]
    public async Task CompressionBomb_ClosesWith1009()
    {
        await using MountedServer server = await MountedServer.StartAsync(options => options.Compress = true);
        using FrameClient client = await JoinAsync(server, Offer);

        await client.SendAsync(0xc1, Deflated.From(new byte[5_000_000]));

        await client.ExpectCloseAsync(1009);
    }

    [Fact]
    public async Task InflatedBeyondTheLimitOfTheMount_ClosesWith1009()
    {
        await using MountedServer server = await MountedServer.StartAsync(options =>
        {
            options.Compress = true;
            options.MaxMessageBytes = 1000;
        });
        using FrameClient client = await JoinAsync(server, Offer);

        await client.SendAsync(0xc1, Deflated.From(Encoding.UTF8.GetBytes($$"""["1","2","room:a","echo",{"text":"{{Text}}"}]""")));

        await client.ExpectCloseAsync(1009);
    }

    [Theory]
    [InlineData("ffffff", 1007)]
    [InlineData("00020000fdffc328", 1007)]
    public async Task BrokenMessage_Closes(string hex, ushort code)
    {
        await using MountedServer server = await MountedServer.StartAsync(options => options.Compress = true);
        using FrameClient client = await JoinAsync(server, Offer);

        await client.SendAsync(0xc1, Convert.FromHexString(hex));

        await client.ExpectCloseAsync(code);
    }

    private static async Task<FrameClient> JoinAsync(MountedServer server, params string[] headers)
    {
        FrameClient client = await FrameClient.ConnectAsync(server.Server.Http, "/m/websocket?vsn=2.0.0", headers);
        await client.SendAsync(0x81, Encoding.UTF8.GetBytes(Join));
        Assert.Equal((0x81, Joined), await TextAsync(client));
        return client;
    }

    private static async Task<(int Kind, string Text)> TextAsync(FrameClient client)
    {
        (byte kind, byte[] payload) = await client.ReceiveAsync();
        return (kind, Encoding.UTF8.GetString(payload));
    }
}
