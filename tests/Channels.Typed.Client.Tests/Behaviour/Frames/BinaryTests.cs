using System.Text;
using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour.Frames;

/// <summary>Binary payloads, which are sent in binary frames (protocol section "V2 binary frames").</summary>
public sealed class BinaryTests
{
    private static readonly EventName Blob = new("blob");

    [Fact]
    public async Task PushOfBytes_IsABinaryFrame_AndItsBinaryReplyIsBytes()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();

        Task<ReplyFrame> push = channel.PushAsync(Blob, ChannelPayload.FromBytes(new byte[] { 1, 255 }), null, default);

        await connection.ExpectAsync("binary \0\u0001\u0001\u0006\u000412room:ablob\u0001\u00ff");
        connection.SendBinary(Bytes("\u0001\u0001\u0001\u0006\u000212room:aok\u0009"));
        ReplyFrame reply = await push.Within();
        Assert.Equal(("ok", true), (reply.Status, reply.IsBinary));
        Assert.Equal([9], reply.Response.ToArray());
    }

    [Fact]
    public async Task PushOfBytes_MayBeAnsweredWithJson()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();

        Task<ReplyFrame> push = channel.PushAsync(Blob, ChannelPayload.FromBytes(Array.Empty<byte>()), null, default);
        await connection.ExpectAsync("binary \0\u0001\u0001\u0006\u000412room:ablob");
        connection.SendError(1, 2, response: """{"reason":"no"}""");

        Assert.Equal("""error {"reason":"no"}""", (await push.Within()).Text());
    }

    [Fact]
    public async Task EventsOfBytes_PushedAndBroadcast_ReachTheirHandler()
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();
        List<string> came = [];
        using IDisposable subscription = channel.OnEvent(Blob, payload =>
        {
            came.Add($"{payload.IsBinary} {Convert.ToHexString(payload.Bytes.Span)}");
            return default;
        });

        connection.SendBinary(Bytes("\0\u0001\u0006\u00041room:ablob\u0001"));
        connection.SendBinary(Bytes("\u0002\u0006\u0004room:ablob\u0002\u0003"));
        connection.SendBinary(Bytes("\0\u0001\u0006\u00047room:ablob\u0004")); // With the join ref of another join.
        connection.Send("""[null,null,"room:a","blob",{}]""");
        await channel.CloseAndDrainAsync(connection, 1);

        Assert.Equal(["True 01", "True 0203", "False 7B7D"], came);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0003abc")]
    [InlineData("\u0001\u0001\u0001")]
    [InlineData("\u0002\u00ff\u0004room:a")]
    public async Task MalformedBinaryFrame_IsDropped_AndTheConnectionStaysOpen(string bytes)
    {
        await using var client = new TestClient();
        (ScriptedConnection connection, IClientChannel channel) = await client.JoinAsync();

        connection.SendBinary(Bytes(bytes));
        Task<ReplyFrame> push = channel.PushAsync();
        await connection.ExpectAsync("""["1","2","room:a","ping",{}]""");
        connection.SendOk(1, 2);

        Assert.Equal("ok {}", (await push.Within()).Text());
    }

    private static byte[] Bytes(string latin1) => Encoding.Latin1.GetBytes(latin1);
}
