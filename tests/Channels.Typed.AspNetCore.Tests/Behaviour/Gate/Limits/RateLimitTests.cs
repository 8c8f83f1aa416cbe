using System.Globalization;
using System.Text.RegularExpressions;
using System.Threading.RateLimiting;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Gate.Limits;

/// <summary>The limits of these tests replenish after an hour, so the time that a test takes does not matter.</summary>
public sealed partial class RateLimitTests
{
    private const double Hour = 3600;
    private const string Ok = """["1","2","g:a","phx_reply",{"response":{},"status":"ok"}]""";
    private const string Limited = """["1","2","g:a","phx_reply",{"response":{"reason":"rate_limited","refused_by":"server"},"status":"error"}]""";

    [Theory]
    [InlineData(RateLimitAlgorithm.TokenBucket)]
    [InlineData(RateLimitAlgorithm.FixedWindow)]
    [InlineData(RateLimitAlgorithm.SlidingWindow)]
    public async Task Event_BeyondItsLimit_IsRefusedWithRetryAfter(RateLimitAlgorithm algorithm)
    {
        await using GuardedServer server = await GuardedServer.StartAsync(
            rules => rules.On("echo").LimitRate(new RateLimitAttribute(2, Hour) { Algorithm = algorithm }));
        RawClient client = await server.JoinAsync();
        await SendAsync(client, "echo", "echo", "echo");

        await client.ExpectAsync(Ok, Ok);
        Match reply = Reply().Match(await client.ReceiveAsync());

        Assert.True(reply.Success);
        if (reply.Groups[1].Success)
        {
            Assert.InRange(long.Parse(reply.Groups[1].Value, CultureInfo.InvariantCulture), 1, 2 * 3600_000);
        }
        else
        {
            Assert.Equal(RateLimitAlgorithm.SlidingWindow, algorithm); // This limiter gives no time.
        }

        Assert.Equal(2, server.Log.Entries.Count(entry => entry == "echo"));
        await SendAsync(client, "other");
        await client.ExpectAsync(Ok);
    }

    [Fact]
    public async Task Limit_IsCountedPerChannel()
    {
        await using GuardedServer server = await GuardedServer.StartAsync(
            rules => rules.On("silent").LimitRate(new RateLimitAttribute(1, Hour)));
        RawClient client = await server.JoinAsync();
        await SendAsync(client, "silent", "silent");
        await client.ReceiveAsync();
        await client.SendAsync("""["3","3","g:b","phx_join",{}]""");
        await client.ExpectAsync("""["3","3","g:b","phx_reply",{"response":{},"status":"ok"}]""");

        await client.SendAsync("""["3","4","g:b","silent",{}]""");
        await client.SendAsync("""["3","5","g:b","echo",{}]""");

        await client.ExpectAsync("""["3","5","g:b","phx_reply",{"response":{},"status":"ok"}]""");
        Assert.Equal(2, server.Log.Entries.Count(entry => entry == "silent"));
    }

    [Fact]
    public async Task Limit_OfTheChannel_IsSharedByItsEvents()
    {
        await using GuardedServer server = await GuardedServer.StartAsync(rules =>
        {
            rules.LimitRate(new RateLimitAttribute(3, Hour));
            rules.On("other").LimitRate(new RateLimitAttribute(100, Hour));
        });
        RawClient client = await server.JoinAsync();

        await SendAsync(client, "echo", "other", "invented", "other", "echo");

        await client.ExpectAsync(Ok, Ok, """["1","2","g:a","phx_reply",{"response":{"reason":"unknown event","refused_by":"server"},"status":"error"}]""");
        Assert.Matches(Reply(), await client.ReceiveAsync());
        Assert.Matches(Reply(), await client.ReceiveAsync());
    }

    [Fact]
    public async Task Event_WithoutReply_IsDroppedAndCounted()
    {
        await using GuardedServer server = await GuardedServer.StartAsync(
            rules => rules.On("silent").LimitRate(new RateLimitAttribute(1, Hour)).WithoutReply());
        using MetricCollector<long> limited = server.Server.Collect<long>("channels.server.rate_limited");
        RawClient client = await server.JoinAsync();

        await SendAsync(client, "silent", "silent", "echo");

        await client.ExpectAsync(Ok);
        Assert.Equal(["1 channels.event=_OTHER channels.template=g:{rest}"], await limited.ReadAsync(1));
        Assert.Equal(["silent"], server.Log.Entries.Where(entry => entry == "silent"));
    }

    [Fact]
    public async Task Limit_Replenishes()
    {
        await using GuardedServer server = await GuardedServer.StartAsync(
            rules => rules.On("echo").LimitRate(new RateLimitAttribute(1, 0.001)));
        RawClient client = await server.JoinAsync();
        await SendAsync(client, "echo");
        await client.ExpectAsync(Ok);

        using var guard = new CancellationTokenSource(Patience.Time);
        string reply;
        do
        {
            await SendAsync(client, "echo");
            reply = await client.ReceiveAsync();
        }
        while (reply != Ok && !guard.IsCancellationRequested);

        Assert.Equal(Ok, reply);
    }

    [Fact]
    public async Task Policy_IsCountedByItsKey()
    {
        await using GuardedServer server = await GuardedServer.StartAsync(
            rules => rules.On("echo").LimitRate(new RateLimitAttribute("user")),
            options => options.RateLimits.Add("user", request => RateLimitPartition.GetFixedWindowLimiter(
                request.User.Identity!.Name!,
                _ => new FixedWindowRateLimiterOptions { PermitLimit = 1, Window = TimeSpan.FromSeconds(Hour) })));
        RawClient first = await server.JoinAsync("ann");
        RawClient second = await server.JoinAsync("ann");
        RawClient other = await server.JoinAsync("bob");

        await SendAsync(first, "echo");
        await first.ExpectAsync(Ok);
        await SendAsync(second, "echo");
        await SendAsync(other, "echo");

        Assert.Matches(Reply(), await second.ReceiveAsync());
        await other.ExpectAsync(Ok);
    }

    [Fact]
    public async Task Policy_OfConcurrency_CountsACallUntilItIsHandled()
    {
        await using var limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 1 });
        await using GuardedServer server = await GuardedServer.StartAsync(
            rules => rules.LimitRate(new RateLimitAttribute("one")),
            options => options.RateLimits.Add("one", _ => RateLimitPartition.Get("all", _ => limiter)));
        RawClient first = await server.JoinAsync();
        RawClient second = await server.JoinAsync();
        await SendAsync(first, "wait");
        await SendAsync(first, "phx_leave");
        await Waiting.UntilAsync(() => server.Log.Entries.Contains("wait"));

        await SendAsync(second, "echo");
        await second.ExpectAsync(Limited);
        server.Log.Release.SetResult();
        await first.ReceiveAsync();
        await first.ReceiveAsync();

        await SendAsync(second, "echo");
        await second.ExpectAsync(Ok);
    }

    [Fact]
    public async Task Join_IsLimitedByAPolicy()
    {
        await using PartitionedRateLimiter<ChannelRequest> own = PartitionedRateLimiter.Create<ChannelRequest, object>(
            request => RateLimitPartition.GetFixedWindowLimiter<object>(
                request.Socket, _ => new() { PermitLimit = 1, Window = TimeSpan.FromSeconds(Hour) }));
        await using GuardedServer server = await GuardedServer.StartAsync(
            rules => rules.On("phx_join").LimitRate(new RateLimitAttribute("joins")), options => options.RateLimits.Add("joins", own));
        RawClient client = await server.JoinAsync();

        await client.SendAsync("""["2","2","g:b","phx_join",{}]""");

        Assert.Contains("\"rate_limited\"", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal(["made", "join"], server.Log.Entries);
        await server.JoinAsync();
    }

    [Fact]
    public async Task Policy_ThatDoesNotExist_ThrowsWhenTheSocketIsMapped()
    {
        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(
            () => GuardedServer.StartAsync(rules => rules.On("echo").LimitRate(new RateLimitAttribute("missing"))));

        Assert.StartsWith(
            "'echo' of 'GuardedChannel' has a rate limit 'missing', which does not exist.", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1, double.NaN)]
    public void Numbers_OutOfRange_Throw(int permits, double perSeconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RateLimitAttribute(permits, perSeconds));

    private static async Task SendAsync(RawClient client, params string[] events)
    {
        foreach (string name in events)
        {
            await client.SendAsync($$"""["1","2","g:a","{{name}}",{}]""");
        }
    }

    [GeneratedRegex("""^\["1","2","g:a","phx_reply",\{"response":\{"reason":"rate_limited","refused_by":"server"(?:,"retry_after_ms":(\d+))?\},"status":"error"\}\]$""")]
    private static partial Regex Reply();
}
