using System.Net;
using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Options;

/// <summary>The origins that may connect (protocol section "check_origin").</summary>
public sealed class OriginTests
{
    [Theory]
    [InlineData("https://example.com", true)]
    [InlineData("http://example.com", false)]
    [InlineData("https://example.com:8443", false)]
    [InlineData("https://a.example.org", true)]
    [InlineData("http://b.c.example.org:99", true)]
    [InlineData("https://example.org", true)]
    [InlineData("https://prefix-example.org", false)]
    [InlineData("https://evil.test", false)]
    [InlineData("http://127.0.0.1", false)]
    [InlineData("null", false)]
    [InlineData("file://", false)]
    [InlineData("", false)]
    [InlineData(null, true)]
    public Task List_AsRecorded(string? origin, bool passes) =>
        ExpectAsync(OriginCheck.AnyOf("https://example.com", "//*.example.org"), origin, passes);

    [Theory]
    [InlineData("http://*.foo.example.com", "http://foo.example.com", true)]
    [InlineData("http://*.foo.example.com", "http://x.y.foo.example.com", true)]
    [InlineData("http://*.foo.example.com", "http://bad.example.com", false)]
    [InlineData("http://*.foo.example.com", "http://org1.prefix-foo.example.com", false)]
    [InlineData("//ex.com", "http://org1.ex.com", false)]
    [InlineData("http://scheme.com", "http://scheme.com/", true)]
    [InlineData("http://scheme.com", "https://scheme.com/", false)]
    [InlineData("http://scheme.com", "http://scheme.com:8080/", false)]
    [InlineData("//port.com:81", "http://port.com:81", true)]
    [InlineData("//port.com:81", "https://port.com:82", false)]
    [InlineData("//port.com:80", "http://port.com", true)]
    [InlineData("//port.com:80", "https://port.com", false)]
    [InlineData("https://grün.example", "https://xn--grn-ioa.example", true)]
    [InlineData("http://[::1]:81", "http://[::1]:81", true)]
    [InlineData("capacitor://localhost", "capacitor://localhost", true)]
    [InlineData("capacitor://localhost", "http://localhost", false)]
    public Task List_ComparesWhatItsEntryNames(string entry, string origin, bool passes) =>
        ExpectAsync(OriginCheck.AnyOf(entry), origin, passes);

    [Theory]
    [InlineData("http://example.com", true)]
    [InlineData("http://EXAMPLE.com", true)]
    [InlineData("https://example.com", false)]
    [InlineData("ws://example.com", false)]
    [InlineData("http://www.example.com", false)]
    [InlineData("http://example.com:81", false)]
    [InlineData("null", false)]
    [InlineData("", false)]
    public Task SameOrigin_ComparesSchemeHostAndPort(string origin, bool passes) =>
        ExpectAsync(OriginCheck.SameOrigin, origin, passes, host: "example.com");

    [Theory]
    [InlineData("https://example.com:444", true)]
    [InlineData("http://evil.test", false)]
    [InlineData("null", false)]
    public Task OwnHost_ComparesTheHostOnly(string origin, bool passes) =>
        ExpectAsync(OriginCheck.OwnHost, origin, passes, host: "example.com");

    [Theory]
    [InlineData("http://example.com", true)]
    [InlineData("http://other.test", true)]
    [InlineData("http://evil.test", false)]
    public Task OwnHostOr_AllowsBoth(string origin, bool passes) =>
        ExpectAsync(OriginCheck.OwnHostOr("//other.test"), origin, passes, host: "example.com");

    [Theory]
    [InlineData("http://evil.test")]
    [InlineData("null")]
    [InlineData("")]
    public Task Off_AllowsAll(string origin) => ExpectAsync(OriginCheck.Off, origin, passes: true);

    [Theory]
    [InlineData("file://")]
    [InlineData("null")]
    [InlineData("")]
    public async Task Custom_IsAskedForOriginsWithoutHostToo(string origin)
    {
        string? seen = null;
        await ExpectAsync(
            OriginCheck.Custom((context, text) =>
            {
                seen = context.Request.Path + " " + text;
                return true;
            }),
            origin,
            passes: true);

        Assert.Equal("/m/websocket " + origin, seen);
    }

    [Fact]
    public async Task Custom_IsNotCalledWithoutAnOrigin() => await ExpectAsync(OriginCheck.Custom((_, _) => false), null, passes: true);

    [Fact]
    public async Task Custom_Refuses() => await ExpectAsync(OriginCheck.Custom((_, _) => false), "http://127.0.0.1", passes: false);

    [Fact]
    public async Task Refused_IsNotConnectedAndHasNoBody()
    {
        bool isAsked = false;
        await using MountedServer server = await MountedServer.StartAsync(connect: _ =>
        {
            isAsked = true;
            return ConnectResult.Accept();
        });

        UpgradeResponse response = await server.HandshakeAsync(headers: ("Origin", "http://evil.test"));

        Assert.Equal((HttpStatusCode.Forbidden, ""), (response.Status, response.Body));
        Assert.False(isAsked);
    }

    [Fact]
    public async Task Mount_WithoutCheck_UsesTheServers()
    {
        await using MountedServer server = await MountedServer.StartAsync(configure: options => options.AllowedOrigins.Add("//other.test"));

        Assert.Equal(HttpStatusCode.SwitchingProtocols, (await server.HandshakeAsync(headers: ("Origin", "http://other.test"))).Status);
        Assert.Equal(HttpStatusCode.SwitchingProtocols, (await server.HandshakeAsync(headers: ("Origin", "http://127.0.0.1"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.HandshakeAsync(headers: ("Origin", "http://evil.test"))).Status);
    }

    [Fact]
    public async Task Server_WithTheCheckOff_AllowsAll()
    {
        await using MountedServer server = await MountedServer.StartAsync(configure: options => options.CheckOrigin = false);

        Assert.Equal(HttpStatusCode.SwitchingProtocols, (await server.HandshakeAsync(headers: ("Origin", "http://evil.test"))).Status);
    }

    [Theory]
    [InlineData("example.com")]
    [InlineData("https://")]
    [InlineData("https://example.com/chat")]
    [InlineData("https://a.*.example.com")]
    [InlineData("https://ann@example.com")]
    [InlineData("https://*example.com")]
    [InlineData("")]
    public void Entry_ThatIsNoOrigin_Throws(string entry)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => OriginCheck.AnyOf(entry));

        Assert.Contains($"'{entry}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void List_WithoutEntries_Throws() => Assert.Throws<ArgumentException>(() => OriginCheck.AnyOf());

    private static async Task ExpectAsync(OriginCheck check, string? origin, bool passes, string? host = null)
    {
        await using MountedServer server = await MountedServer.StartAsync(options => options.CheckOrigin = check);

        UpgradeResponse response = await server.HandshakeAsync(headers: [("Origin", origin), ("Host", host)]);

        Assert.Equal(passes ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.Forbidden, response.Status);
    }
}
