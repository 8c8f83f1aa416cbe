using System.Net;
using System.Text;
using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Handshake;

/// <summary>Tokens in a subprotocol or a header (protocol section "auth_token over Sec-WebSocket-Protocol").</summary>
public sealed class AuthTokenTests
{
    private const string Prefix = "base64url.bearer.phx.";

    [Theory]
    [InlineData("phoenix, base64url.bearer.phx.MTIzNA", "1234", "phoenix")]
    [InlineData("base64url.bearer.phx.MTIzNA,phoenix", "1234", "phoenix")]
    [InlineData("phoenix, base64url.bearer.phx.MTIzNA==", "1234", "phoenix")]
    [InlineData("base64url.bearer.phx.Z29vZA", "good", null)]
    [InlineData("phoenix, base64url.bearer.phx.", "", "phoenix")]
    [InlineData("phoenix, base64url.bearer.phx.Z29vZA, base64url.bearer.phx.b3RoZXI", null, "phoenix")]
    [InlineData("phoenix", null, "phoenix")]
    [InlineData(null, null, null)]
    public async Task Token_IsReadFromTheSubprotocols(string? offered, string? token, string? selected)
    {
        string? seen = "not called";
        await using MountedServer server = await StartAsync(connect => seen = connect.AuthToken);

        UpgradeResponse response = await server.HandshakeAsync(headers: ("Sec-WebSocket-Protocol", offered));

        Assert.Equal((HttpStatusCode.SwitchingProtocols, selected), (response.Status, response.Subprotocol));
        Assert.Equal(token, seen);
    }

    [Theory]
    [InlineData("Pz8+/w")]
    [InlineData("Pz8-_w")]
    public async Task BothAlphabets_AreAccepted(string encoded)
    {
        string? seen = null;
        await using MountedServer server = await StartAsync(connect => seen = connect.AuthToken);

        UpgradeResponse response = await server.HandshakeAsync(headers: ("Sec-WebSocket-Protocol", "phoenix, " + Prefix + encoded));

        Assert.Equal((HttpStatusCode.SwitchingProtocols, "phoenix"), (response.Status, response.Subprotocol));
        Assert.Equal("??>\ufffd", seen);
    }

    [Theory]
    [InlineData("@@@")]
    [InlineData("*bad*")]
    [InlineData("A")]
    [InlineData("MT zNA")]
    [InlineData("MT=zNA")]
    public async Task Garbage_IsABadRequestWithoutAskingTheUserSocket(string encoded)
    {
        bool isAsked = false;
        await using MountedServer server = await StartAsync(_ => isAsked = true);

        UpgradeResponse response = await server.HandshakeAsync(headers: ("Sec-WebSocket-Protocol", "phoenix, " + Prefix + encoded));

        Assert.Equal((HttpStatusCode.BadRequest, "", null), (response.Status, response.Body, response.Subprotocol));
        Assert.False(isAsked);
    }

    [Fact]
    public async Task Refused_StillNamesTheSubprotocol()
    {
        await using MountedServer server = await MountedServer.StartAsync(
            options => options.AuthToken = true, connect => connect.AuthToken == "bad" ? ConnectResult.Refuse() : ConnectResult.Accept());

        UpgradeResponse response = await server.HandshakeAsync(headers: ("Sec-WebSocket-Protocol", $"phoenix, {Prefix}YmFk"));

        Assert.Equal((HttpStatusCode.Forbidden, "", "phoenix"), (response.Status, response.Body, response.Subprotocol));
    }

    [Theory]
    [InlineData("mqtt")]
    [InlineData("base64url.bearer.phx.Z29vZA, base64url.bearer.phx.b3RoZXI")]
    public async Task NoSubprotocolOfTheMount_IsForbidden(string offered)
    {
        await using MountedServer server = await StartAsync(_ => { });

        Assert.Equal(HttpStatusCode.Forbidden, (await server.HandshakeAsync(headers: ("Sec-WebSocket-Protocol", offered))).Status);
    }

    [Theory]
    [InlineData(null, "good")]
    [InlineData("phoenix", "good")]
    [InlineData("phoenix, base64url.bearer.phx.MTIzNA", "1234")]
    public async Task Header_IsReadIfNoSubprotocolHasAToken(string? offered, string token)
    {
        string? seen = null;
        await using MountedServer server = await StartAsync(connect => seen = connect.AuthToken);

        UpgradeResponse response = await server.HandshakeAsync(
            headers: [("X-Phoenix-AuthToken", "good"), ("Sec-WebSocket-Protocol", offered)]);

        Assert.Equal((HttpStatusCode.SwitchingProtocols, token), (response.Status, seen));
    }

    [Fact]
    public async Task MountWithoutTokens_IgnoresThem()
    {
        string? seen = "not called";
        await using MountedServer server = await MountedServer.StartAsync(connect: connect =>
        {
            seen = connect.AuthToken;
            return ConnectResult.Accept();
        });

        UpgradeResponse response = await server.HandshakeAsync(
            headers: [("X-Phoenix-AuthToken", "good"), ("Sec-WebSocket-Protocol", $"phoenix, {Prefix}*bad*")]);

        Assert.Equal((HttpStatusCode.SwitchingProtocols, null), (response.Status, response.Subprotocol));
        Assert.Null(seen);
    }

    [Fact]
    public async Task Client_WithSubprotocols_Connects()
    {
        string? seen = null;
        await using MountedServer server = await StartAsync(connect => seen = connect.AuthToken);

        RawClient client = await server.ConnectAsync(configure: options =>
        {
            options.AddSubProtocol("phoenix");
            options.AddSubProtocol(Prefix + Convert.ToBase64String(Encoding.UTF8.GetBytes("grüße")).TrimEnd('='));
        });

        await client.ExpectSilenceAsync();
        Assert.Equal("grüße", seen);
    }

    private static Task<MountedServer> StartAsync(Action<ConnectContext> see) => MountedServer.StartAsync(
        options => options.AuthToken = true,
        connect =>
        {
            see(connect);
            return ConnectResult.Accept();
        });
}
