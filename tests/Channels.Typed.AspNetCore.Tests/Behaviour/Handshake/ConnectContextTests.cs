using System.Net;
using System.Security.Claims;
using Channels.Typed.AspNetCore.Handshake;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Handshake;

/// <summary>What <see cref="ConnectContext"/> gives a user socket.</summary>
public sealed class ConnectContextTests
{
    [Fact]
    public async Task Params_AreReadFromTheQuery()
    {
        IReadOnlyDictionary<string, string> seen = await ReadAsync(
            "/m/websocket?user=ann&User=bob&user=cid&empty=&bare&&x=a+b%20c&gr%C3%BC%C3%9Fe=%F0%9F%98%80&odd=100%&vsn=2.0.0", connect => connect.Params);

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["user"] = "cid",
                ["User"] = "bob",
                ["empty"] = "",
                ["bare"] = "",
                ["x"] = "a b c",
                ["grüße"] = "😀",
                ["odd"] = "100%",
                ["vsn"] = "2.0.0",
            },
            seen);
    }

    [Fact]
    public async Task Params_OfTheRoute_Win()
    {
        IReadOnlyDictionary<string, string> seen = await ReadAsync(
            "/ws/7/websocket?user_id=8&vsn=2.0.0", connect => connect.Params, "/ws/{user_id}");

        Assert.Equal("7", seen["user_id"]);
    }

    // phoenix.js writes {a: {b: 1, d: {e: 2}}, c: [1, 2], d: null, e: "x y"} as this query.
    [Fact]
    public async Task NestedParams_AreReadByTheirParent()
    {
        const string Target = "/m/websocket?a%5Bb%5D=1&a%5Bd%5D%5Be%5D=2&c%5B0%5D=1&c%5B1%5D=2&&e=x%20y&vsn=2.0.0";
        var seen = await ReadAsync(
            Target,
            connect => (
                Flat: connect.Params["a[b]"],
                A: connect.GetNestedParams("a"),
                Ad: connect.GetNestedParams("a[d]"),
                C: connect.GetNestedParams("c"),
                None: connect.GetNestedParams("e").Count));

        Assert.Equal("1", seen.Flat);
        Assert.Equal(new Dictionary<string, string> { ["b"] = "1", ["d[e]"] = "2" }, seen.A);
        Assert.Equal(new Dictionary<string, string> { ["e"] = "2" }, seen.Ad);
        Assert.Equal(new Dictionary<string, string> { ["0"] = "1", ["1"] = "2" }, seen.C);
        Assert.Equal(0, seen.None);
    }

    [Fact]
    public async Task NestedParams_WithoutIndex_GetNumbers()
    {
        IReadOnlyDictionary<string, string> seen = await ReadAsync(
            "/m/websocket?c[]=x&c[]=y&c[=z&cc[]=no&vsn=2.0.0", connect => connect.GetNestedParams("c"));

        Assert.Equal(new Dictionary<string, string> { ["0"] = "x", ["1"] = "y" }, seen);
    }

    [Fact]
    public async Task Query_ThatIsNotUtf8_IsABadRequest()
    {
        await using MountedServer server = await MountedServer.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await server.HandshakeAsync("/m/websocket?vsn=2.0.0&x=%ff")).Status);
    }

    [Fact]
    public async Task Properties_DescribeTheRequest()
    {
        (string? Agent, string Uri, IPAddress? Address, bool HasPort, string Transport, string? Token) seen = await ReadAsync(
            "/m/websocket?user=a%20b&vsn=2.0.0",
            connect => (
                connect.UserAgent,
                connect.Uri.AbsoluteUri,
                connect.Peer?.Address,
                connect.Peer?.Port > 0,
                connect.Transport,
                connect.AuthToken),
            headers: [("User-Agent", "probe/1.0 (test)"), ("Host", "chat.example.com:8080")]);

        Assert.Equal(
            (
                "probe/1.0 (test)",
                "http://chat.example.com:8080/m/websocket?user=a%20b&vsn=2.0.0",
                IPAddress.Loopback,
                true,
                "websocket",
                null),
            seen);
    }

    [Fact]
    public async Task XHeaders_StartWithX()
    {
        IReadOnlyDictionary<string, string> seen = await ReadAsync(
            "/m/websocket?vsn=2.0.0",
            connect => connect.XHeaders,
            headers: [("X-Request-Id", "7"), ("x-tenant", "a"), ("Accept", "b"), ("Xenon", "c")]);

        Assert.Equal(["x-request-id", "x-tenant"], seen.Keys.Select(name => name.ToLowerInvariant()).Order());
        Assert.Equal(("7", "a"), (seen["x-request-id"], seen["X-TENANT"]));
    }

    [Fact]
    public async Task Socket_IsWhatTheChannelsSee()
    {
        await using MountedServer server = await MountedServer.StartAsync(connect: connect =>
        {
            connect.Socket.Id = "user:" + connect.Params["user"];
            connect.Socket.Assigns["tenant"] = connect.Params["tenant"];
            connect.Socket.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "Ann")], "token"));
            return ConnectResult.Accept();
        });
        RawClient client = await server.ConnectAsync("user=ann&tenant=acme&vsn=2.0.0");

        await client.SendAsync("""["1","1","socket:a","phx_join",{}]""");

        await client.ExpectAsync("""["1","1","socket:a","phx_reply",{"response":{"text":"user:ann, acme, Ann"},"status":"ok"}]""");
    }

    [Fact]
    public void User_IsTheUserOfTheRequest()
    {
        var ann = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "ann")], "test"));
        var context = new DefaultHttpContext { User = ann };

        var connect = new ConnectContext(context, ConnectParams.TryRead(context.Request)!, "websocket", null, NullLogger.Instance);

        Assert.Same(ann, connect.Socket.User);
    }

    [Fact]
    public void Request_WithoutAddressAndHeaders_IsDescribed()
    {
        var context = new DefaultHttpContext();

        var connect = new ConnectContext(context, ConnectParams.TryRead(context.Request)!, "websocket", null, NullLogger.Instance);

        Assert.Null(connect.Peer);
        Assert.Null(connect.UserAgent);
        Assert.Equal("localhost", connect.Uri.Host);
        Assert.Empty(connect.XHeaders);
    }

    private static async Task<T> ReadAsync<T>(
        string target, Func<ConnectContext, T> read, string pattern = "/m", params (string Name, string? Value)[] headers)
    {
        var seen = new TaskCompletionSource<T>();
        await using MountedServer server = await MountedServer.StartAsync(
            connect: connect =>
            {
                seen.TrySetResult(read(connect));
                return ConnectResult.Accept();
            },
            pattern: pattern);

        UpgradeResponse response = await server.HandshakeAsync(target, headers);

        Assert.Equal((HttpStatusCode.SwitchingProtocols, ""), (response.Status, response.Body));
        Assert.True(seen.Task.IsCompletedSuccessfully);
        return await seen.Task;
    }
}
