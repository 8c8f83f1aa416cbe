using System.Net;
using Channels.Typed.AspNetCore.Handshake;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Channels.Typed.AspNetCore.Versions;
using Microsoft.AspNetCore.Http;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Handshake;

/// <summary>
/// The version that a client asks for (protocol section "Version negotiation"). Phoenix was tested with the same queries.
/// </summary>
public sealed class VersionTests
{
    [Theory]
    [InlineData("")]
    [InlineData("?vsn=1.0.0")]
    [InlineData("?vsn=1.0.7")]
    [InlineData("?VSN=2.0.0")]
    public void Version1_IsSelected(string query) => Assert.Same(WireFormat.V1, Read(query));

    [Theory]
    [InlineData("?vsn=2.0.0")]
    [InlineData("?vsn=2.0.1")]
    [InlineData("?vsn=2.0.12")]
    [InlineData("?vsn=2.0.0%2Bbuild")]
    [InlineData("?vsn=2.0.0%2Bbuild.5-a")]
    [InlineData("?vsn=9.0.0&vsn=2.0.0")]
    [InlineData("?vsn=2.0.0&")]
    [InlineData("?a%5Bb%5D=1&&vsn=2.0.0")]
    [InlineData("?vsn=2.0.0&x=%zz")]
    public void Version2_IsSelected(string query) => Assert.Same(WireFormat.V2, Read(query));

    [Theory]
    [InlineData("?vsn=2.1.0")]
    [InlineData("?vsn=1.1.0")]
    [InlineData("?vsn=3.0.0")]
    [InlineData("?vsn=0.9.0")]
    [InlineData("?vsn=123.1.1")]
    [InlineData("?vsn=2")]
    [InlineData("?vsn=2.0")]
    [InlineData("?vsn=2.0.")]
    [InlineData("?vsn=2.0.00")]
    [InlineData("?vsn=2.0.0.0")]
    [InlineData("?vsn=abc")]
    [InlineData("?vsn=")]
    [InlineData("?vsn")]
    [InlineData("?vsn=+2.0.0")]
    [InlineData("?vsn=2.0.0-rc.1")]
    [InlineData("?vsn=2.0.0%2B")]
    [InlineData("?vsn=2.0.0%2Ba..b")]
    [InlineData("?vsn[]=2.0.0")]
    [InlineData("?vsn%5Ba%5D=2.0.0")]
    [InlineData("?vsn=2.0.0&vsn=9.0.0")]
    public async Task OtherVersion_IsForbiddenWithoutCallingTheUserSocket(string query)
    {
        bool isAsked = false;
        await using MountedServer server = await MountedServer.StartAsync(connect: _ =>
        {
            isAsked = true;
            return ConnectResult.Accept();
        });

        UpgradeResponse response = await server.HandshakeAsync("/m/websocket" + query);

        Assert.Null(Read(query));
        Assert.Equal((HttpStatusCode.Forbidden, ""), (response.Status, response.Body));
        Assert.False(isAsked);
    }

    [Fact]
    public async Task Route_WinsOverTheQuery()
    {
        await using MountedServer server = await MountedServer.StartAsync(pattern: "/v/{vsn}");

        Assert.Equal(HttpStatusCode.SwitchingProtocols, (await server.HandshakeAsync("/v/2.0.0/websocket?vsn=9.0.0")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.HandshakeAsync("/v/9.0.0/websocket?vsn=2.0.0")).Status);
    }

    private static WireFormat? Read(string query)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query);
        ConnectParams? parameters = ConnectParams.TryRead(context.Request);
        Assert.NotNull(parameters);
        return ProtocolVersion.Find(parameters);
    }
}
