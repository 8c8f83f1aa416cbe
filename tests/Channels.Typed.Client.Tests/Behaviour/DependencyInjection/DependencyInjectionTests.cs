using Channels.Typed.Client.Tests.Fixture;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Channels.Typed.Client.Tests.Behaviour.DependencyInjection;

public sealed class DependencyInjectionTests
{
    private static readonly Uri Endpoint = new("wss://host/socket");

    [Fact]
    public async Task Socket_IsOneUnderBothTypesAndDisposedWithTheContainer()
    {
        ServiceProvider services = new ServiceCollection().AddChannelSocket(Endpoint).BuildServiceProvider();
        ChannelSocket socket = services.GetRequiredService<ChannelSocket>();

        Assert.Same(socket, services.GetRequiredService<IChannelSocket>());
        Assert.Same(socket, services.GetRequiredService<ChannelSocket>());
        await services.DisposeAsync();

        _ = Assert.Throws<ObjectDisposedException>(() => socket.CreateChannel("room:a"));
    }

    [Fact]
    public async Task NamedSockets_AreKeyedServices()
    {
        var main = new ScriptedServer();
        var chat = new ScriptedServer();
        await using ServiceProvider services = new ServiceCollection()
            .AddChannelSocket(new Uri("wss://main/socket"), options => options.TransportFactory = main)
            .AddChannelSocket("chat", new Uri("wss://chat/socket"), options => options.TransportFactory = chat)
            .AddChannelSocket("news", options => options.Endpoint = Endpoint)
            .BuildServiceProvider();

        IChannelSocket[] sockets =
        [
            services.GetRequiredService<IChannelSocket>(),
            services.GetRequiredKeyedService<IChannelSocket>("chat"),
            services.GetRequiredKeyedService<IChannelSocket>("news"),
        ];
        Task connected = services.GetRequiredKeyedService<ChannelSocket>("chat").ConnectAsync();
        ScriptedConnection connection = await chat.AcceptAsync();
        await connected.Within();

        Assert.Equal(3, sockets.Distinct().Count());
        Assert.Same(sockets[1], services.GetRequiredKeyedService<ChannelSocket>("chat"));
        Assert.Equal(SocketState.Connected, services.GetRequiredKeyedService<ChannelSocket>("chat").State);
        Assert.Equal(SocketState.Disconnected, services.GetRequiredService<ChannelSocket>().State);
        connection.Drop();
    }

    [Fact]
    public async Task OnlyANamedSocket_DoesNotRegisterAnUnnamedOne()
    {
        await using ServiceProvider services = new ServiceCollection().AddChannelSocket("chat", Endpoint).BuildServiceProvider();

        Assert.Null(services.GetService<ChannelSocket>());
        Assert.Null(services.GetService<IChannelSocket>());
    }

    [Fact]
    public async Task LoggerAndClock_ComeFromTheContainer_UnlessTheOptionsSetThem()
    {
        var time = new TestClock();
        var log = new CapturedLog();
        var other = new CapturedLog();
        await using ServiceProvider services = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(log)
            .AddSingleton<TimeProvider>(time)
            .AddChannelSocket(Endpoint)
            .AddChannelSocket("other", Endpoint, options =>
            {
                options.LoggerFactory = other;
                options.TimeProvider = TimeProvider.System;
            })
            .BuildServiceProvider();
        IOptionsMonitor<ChannelSocketOptions> options = services.GetRequiredService<IOptionsMonitor<ChannelSocketOptions>>();

        Assert.Same(time, options.CurrentValue.TimeProvider);
        Assert.Same(log, options.CurrentValue.LoggerFactory);
        Assert.Same(TimeProvider.System, options.Get("other").TimeProvider);
        Assert.Same(other, options.Get("other").LoggerFactory);
    }

    [Fact]
    public async Task Configure_CanUseServices_AndAddsToEarlierConfiguration()
    {
        await using ServiceProvider services = new ServiceCollection()
            .AddSingleton(new Note("ann"))
            .AddChannelSocket(Endpoint, options => options.Params["version"] = "1")
            .AddChannelSocket((provider, options) => options.Params["user"] = provider.GetRequiredService<Note>().Text)
            .BuildServiceProvider();

        ChannelSocketOptions options = services.GetRequiredService<IOptions<ChannelSocketOptions>>().Value;

        Assert.Equal(Endpoint, options.Endpoint);
        Assert.Equal("1", options.Params["version"]);
        Assert.Equal("ann", options.Params["user"]);
        _ = Assert.Single(services.GetServices<ChannelSocket>());
    }

    [Fact]
    public async Task Configuration_SetsTheEndpointAndTheRest()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Chat:Endpoint"] = "wss://configured/socket",
            ["Chat:Timeout"] = "00:00:03",
        }).Build();
        await using ServiceProvider services = new ServiceCollection()
            .AddChannelSocket(configuration.GetSection("Chat").Bind)
            .BuildServiceProvider();

        _ = services.GetRequiredService<ChannelSocket>();
        ChannelSocketOptions options = services.GetRequiredService<IOptions<ChannelSocketOptions>>().Value;

        Assert.Equal(new Uri("wss://configured/socket"), options.Endpoint);
        Assert.Equal(TimeSpan.FromSeconds(3), options.Timeout);
    }

    [Fact]
    public async Task InvalidOptions_ThrowOnFirstUse_WithTheNameOfTheSocket()
    {
        await using ServiceProvider services = new ServiceCollection()
            .AddChannelSocket(_ => { })
            .AddChannelSocket("chat", new Uri("ftp://host"))
            .AddChannelSocket("news", Endpoint, options => options.Jitter = 2)
            .BuildServiceProvider();

        Assert.Equal(
            "The channel socket has no endpoint. Set ChannelSocketOptions.Endpoint to an address such as 'wss://example.org/socket'.",
            Assert.Throws<OptionsValidationException>(services.GetRequiredService<IChannelSocket>).Message);
        Assert.StartsWith(
            "The channel socket 'chat' has invalid options: The endpoint 'ftp://host/' is not",
            Assert.Throws<OptionsValidationException>(() => services.GetRequiredKeyedService<IChannelSocket>("chat")).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "The channel socket 'news' has invalid options: Jitter is 2.",
            Assert.Throws<OptionsValidationException>(() => services.GetRequiredKeyedService<ChannelSocket>("news")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvalidOptions_PreventTheHostFromStarting()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddChannelSocket("chat", _ => { });
        using IHost host = builder.Build();

        OptionsValidationException exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync().Within());

        Assert.Contains("'chat' has no endpoint", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void InvalidArguments_ThrowAtOnce()
    {
        var services = new ServiceCollection();

        _ = Assert.Throws<ArgumentNullException>(() => services.AddChannelSocket((Uri)null!));
        _ = Assert.Throws<ArgumentNullException>(() => services.AddChannelSocket((Action<ChannelSocketOptions>)null!));
        _ = Assert.Throws<ArgumentNullException>(() => services.AddChannelSocket((Action<IServiceProvider, ChannelSocketOptions>)null!));
        _ = Assert.Throws<ArgumentNullException>(() => ((IServiceCollection)null!).AddChannelSocket(Endpoint));
        _ = Assert.Throws<ArgumentException>(() => services.AddChannelSocket("", Endpoint));
        Assert.Empty(services);
    }
}
