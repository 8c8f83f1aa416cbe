using System.Net;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.Extensions.Options;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Handshake;

/// <summary>The selected subprotocol (protocol section "Subprotocols").</summary>
public sealed class SubprotocolTests
{
    [Theory]
    [InlineData(null, HttpStatusCode.SwitchingProtocols, null)]
    [InlineData("b, a", HttpStatusCode.SwitchingProtocols, "a")]
    [InlineData("b", HttpStatusCode.SwitchingProtocols, "b")]
    [InlineData("z,b", HttpStatusCode.SwitchingProtocols, "b")]
    [InlineData("z", HttpStatusCode.Forbidden, null)]
    [InlineData("A", HttpStatusCode.Forbidden, null)]
    public async Task FirstOfTheServersList_IsSelected(string? offered, HttpStatusCode status, string? selected)
    {
        await using MountedServer server = await MountedServer.StartAsync(Serve("a", "b"));

        UpgradeResponse response = await server.HandshakeAsync(headers: ("Sec-WebSocket-Protocol", offered));

        Assert.Equal((status, "", selected), (response.Status, response.Body, response.Subprotocol));
    }

    [Fact]
    public async Task NoSubprotocols_OffersAreIgnored()
    {
        await using MountedServer server = await MountedServer.StartAsync();

        UpgradeResponse response = await server.HandshakeAsync(headers: ("Sec-WebSocket-Protocol", "phoenix"));

        Assert.Equal((HttpStatusCode.SwitchingProtocols, null), (response.Status, response.Subprotocol));
    }

    [Fact]
    public async Task AuthTokens_PhoenixIsPreferred()
    {
        await using MountedServer server = await MountedServer.StartAsync(options =>
        {
            Serve("chat")(options);
            options.AuthToken = true;
        });

        UpgradeResponse both = await server.HandshakeAsync(headers: ("Sec-WebSocket-Protocol", "chat, phoenix"));
        UpgradeResponse chat = await server.HandshakeAsync(headers: ("Sec-WebSocket-Protocol", "chat"));

        Assert.Equal(("phoenix", "chat"), (both.Subprotocol, chat.Subprotocol));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("a,b")]
    public async Task Name_ThatIsInvalid_Throws(string name)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(
            () => MountedServer.StartAsync(Serve("chat", name)));

        Assert.StartsWith($"SocketOptions.Subprotocols[1] of '/m' is '{name}'. Use ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_GivenTwice_Throws() =>
        await Assert.ThrowsAsync<OptionsValidationException>(
            () => MountedServer.StartAsync(Serve("chat", "chat")));

    private static Action<SocketOptions> Serve(params string[] names) => options =>
    {
        foreach (string name in names)
        {
            options.Subprotocols.Add(name);
        }
    };
}
