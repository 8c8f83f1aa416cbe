using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.Extensions.Logging;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Observability;

public sealed class LogConnectsTests : IDisposable
{
    private readonly LogSink _log = new();

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Row164_LogOfConnectsIsOff_NoEntryForAnAcceptedOrRefusedClient(bool isOn, int entries)
    {
        await using MountedServer server = await StartAsync(isOn);

        await (await server.ConnectAsync()).ExpectSilenceAsync();
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await server.HandshakeAsync("/m/websocket?vsn=2.0.0&no=1")).Status);
        Assert.Equal(System.Net.HttpStatusCode.OK, await server.StatusOfAsync(HttpMethod.Get, "/m/longpoll?vsn=2.0.0"));

        Assert.Equal(entries * 2, _log.Entries.Count(entry => entry.Id.Name == "Connected"));
        Assert.Equal(entries, _log.Entries.Count(entry => entry.Id.Name == "ConnectRefused"));
    }

    [Fact]
    public async Task LogConnectsOff_RefusedOriginAndVersionAreStillLogged()
    {
        await using MountedServer server = await StartAsync(isOn: false);

        await server.HandshakeAsync("/m/websocket?vsn=9.0.0");
        await server.HandshakeAsync(headers: ("Origin", "https://evil.example"));

        Assert.Equal(
            ["OriginRefused", "VersionRefused"],
            _log.Entries.Select(entry => entry.Id.Name).Where(name => name is "OriginRefused" or "VersionRefused").Order());
    }

    public void Dispose() => _log.Dispose();

    private Task<MountedServer> StartAsync(bool isOn) => MountedServer.StartAsync(
        options => options.LogConnects = isOn,
        connect => connect.Params.ContainsKey("no") ? ConnectResult.Refuse() : ConnectResult.Accept(),
        build: builder => builder.Logging.AddProvider(_log));
}
