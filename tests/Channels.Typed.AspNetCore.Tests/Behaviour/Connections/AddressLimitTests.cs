using System.Net;
using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Connections;

/// <summary>The limit of connections for each remote address.</summary>
public sealed class AddressLimitTests
{
    private const string LongPoll = "/m/longpoll?vsn=2.0.0";

    [Theory]
    [InlineData("203.0.113.1", "203.0.113.1", true)]
    [InlineData("203.0.113.1", "203.0.113.2", false)]
    [InlineData("203.0.113.1", "::ffff:203.0.113.1", true)]
    [InlineData("::ffff:203.0.113.1", "::ffff:203.0.113.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void Addresses_CountTogether_IfTheyAreOfOneClient(string first, string second, bool areOne)
    {
        var limit = new AddressLimit(1);
        Assert.True(limit.TryTake(IPAddress.Parse(first), out _));

        Assert.Equal(!areOne, limit.TryTake(IPAddress.Parse(second), out _));
    }

    [Fact]
    public void Place_IsGivenBackOnce_AndTheTableForgetsTheAddress()
    {
        var limit = new AddressLimit(2);
        Assert.True(limit.TryTake(IPAddress.Loopback, out IDisposable? first));
        Assert.True(limit.TryTake(IPAddress.Loopback, out IDisposable? second));

        first!.Dispose();
        first.Dispose();

        Assert.True(limit.TryTake(IPAddress.Loopback, out IDisposable? third));
        Assert.False(limit.TryTake(IPAddress.Loopback, out _));
        second!.Dispose();
        third!.Dispose();
        Assert.Equal(0, limit.Count);
    }

    [Fact]
    public void WithoutLimitOrAddress_NothingIsCounted()
    {
        var unlimited = new AddressLimit(null);
        var limit = new AddressLimit(1);
        for (int i = 0; i < 3; i++)
        {
            Assert.True(unlimited.TryTake(IPAddress.Loopback, out IDisposable? place));
            Assert.Null(place);
            Assert.True(limit.TryTake(null, out place));
            Assert.Null(place);
        }

        Assert.Equal(0, unlimited.Count);
        Assert.Equal(0, limit.Count);
    }

    [Fact]
    public async Task ConnectBeyondTheLimit_Gets429UntilAConnectionEnds()
    {
        await using MountedServer server = await StartAsync();
        using MetricCollector<long> refused = server.Server.Collect<long>("channels.server.refused_connects");
        ConnectionRegistry connections = server.Server.Services.GetRequiredService<ConnectionRegistry>();
        RawClient first = await server.ConnectAsync();
        RawClient second = await server.ConnectAsync();

        Assert.Equal(
            new UpgradeResponse(HttpStatusCode.TooManyRequests, "too many connections of this address", null, null),
            await server.HandshakeAsync());
        Assert.Equal(HttpStatusCode.TooManyRequests, await server.StatusOfAsync(HttpMethod.Get, LongPoll));
        Assert.Equal(["1 channels.reason=too_many_of_address", "1 channels.reason=too_many_of_address"], await refused.ReadAsync(2));
        await second.ExpectSilenceAsync();

        first.Dispose();
        await Waiting.UntilEqualAsync(1, () => connections.Count);
        Assert.Equal(HttpStatusCode.OK, await server.StatusOfAsync(HttpMethod.Get, LongPoll));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await server.HandshakeAsync()).Status);

        // The session of long polling expires.
        server.Server.Time.Advance(TimeSpan.FromSeconds(20));
        await (await server.ConnectAsync()).ExpectSilenceAsync();
    }

    [Theory]
    [InlineData("/m/websocket?vsn=2.0.0&no=1")]
    [InlineData("/m/websocket?vsn=2.0.0&throw=1")]
    [InlineData("/m/websocket?vsn=9.0.0")]
    [InlineData("/m/longpoll?vsn=2.0.0&no=1")]
    [InlineData("/m/longpoll?vsn=2.0.0&throw=1")]
    [InlineData("/m/longpoll?vsn=9.0.0")]
    public async Task RefusedConnects_DoNotCount(string target)
    {
        await using MountedServer server = await StartAsync();
        for (int i = 0; i < 5; i++)
        {
            Assert.NotEqual(HttpStatusCode.TooManyRequests, (await server.HandshakeAsync(target)).Status);
            Assert.NotEqual(HttpStatusCode.TooManyRequests, await server.StatusOfAsync(HttpMethod.Get, target));
        }

        AddressLimit addresses = server.Server.Services.GetRequiredService<ConnectionRegistry>().Addresses;
        await Waiting.UntilEqualAsync(0, () => addresses.Count);
        await (await server.ConnectAsync()).ExpectSilenceAsync();
        await (await server.ConnectAsync()).ExpectSilenceAsync();
        Assert.Equal(HttpStatusCode.TooManyRequests, (await server.HandshakeAsync()).Status);
    }

    private static Task<MountedServer> StartAsync() => MountedServer.StartAsync(
        connect: connect => connect.Params.ContainsKey("throw") ? throw new InvalidOperationException("no")
            : connect.Params.ContainsKey("no") ? ConnectResult.Refuse() : ConnectResult.Accept(),
        configure: options => options.MaxConnectionsPerAddress = 2);
}
