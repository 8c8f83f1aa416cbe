using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Channels;

/// <summary>The bound of a mailbox in bytes, <see cref="ChannelsOptions.MaxMailboxBytes"/>.</summary>
public sealed class MailboxBytesTests
{
    private const string Joined = """["1","1","p:a","phx_reply",{"response":{},"status":"ok"}]""";
    private const string Beaten = """[null,"hb","phoenix","phx_reply",{"response":{},"status":"ok"}]""";

    private readonly ChannelProgram _program = new();
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MailboxBytesTests() => _program.Push = async (_, _, _) =>
    {
        await _release.Task;
        return ChannelReply.Ok();
    };

    [Fact]
    public async Task BoundReached_ReadingWaits_AndNothingIsLost()
    {
        await using FixtureServer server = await _program.StartAsync(options => options.MaxMailboxBytes = 1_000);
        using MetricCollector<long> full = server.Collect<long>("channels.server.full_mailboxes");
        RawClient client = await JoinAsync(server);
        await client.SendAsync(Push(2, 10)); // The handler has this one.

        await client.SendAsync(Push(3, 700));
        await client.SendAsync(Push(4, 700));
        await client.SendAsync(Push(5, 700));
        await client.SendAsync("""[null,"hb","phoenix","heartbeat",{}]""");
        Assert.Equal(["1 channels.template=p:{rest}"], await full.ReadAsync(1));
        _release.SetResult();

        await client.ExpectAsync(Reply(2), Reply(3), Reply(4), Reply(5), Beaten);
    }

    [Fact]
    public async Task MessageLargerThanTheBound_IsAcceptedByAnEmptyMailbox()
    {
        await using FixtureServer server = await _program.StartAsync(options => options.MaxMailboxBytes = 1_000);
        using MetricCollector<long> full = server.Collect<long>("channels.server.full_mailboxes");
        RawClient client = await JoinAsync(server);
        await client.SendAsync(Push(2, 10));

        await client.SendAsync(Push(3, 50_000));
        Assert.Equal(["1 channels.template=p:{rest}"], await full.ReadAsync(1));
        _release.SetResult();

        await client.ExpectAsync(Reply(2), Reply(3));
    }

    private static async Task<RawClient> JoinAsync(FixtureServer server)
    {
        RawClient client = await server.ConnectToProgramAsync();
        await client.SendAsync("""["1","1","p:a","phx_join",{}]""");
        await client.ExpectAsync(Joined);
        return client;
    }

    private static string Push(int reference, int bytes) => $$"""["1","{{reference}}","p:a","any",{"x":"{{new string('x', bytes)}}"}]""";

    private static string Reply(int reference) => $$"""["1","{{reference}}","p:a","phx_reply",{"response":{},"status":"ok"}]""";
}
