using System.Reflection;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Options;

public sealed class OptionsValidationTests
{
    // Also finds an option that is added later and not checked.
    [Fact]
    public async Task HostStart_NamesAllInvalidOptionsInOneException()
    {
        List<string> broken = [];
        using IHost host = Build(options =>
        {
            Break(options, "ChannelsOptions", broken);
            Break(options.LongPoll, "ChannelsOptions.LongPoll", broken);
            Break(options.Drain, "ChannelsOptions.Drain", broken);
            options.AllowedOrigins.Add("https://example.com");
            options.AllowedOrigins.Add("example.com");
            broken.Add("ChannelsOptions.AllowedOrigins[1]");
        });

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync().Within());

        // Its range ends at MaxOutboxBytes. If that is invalid too, only that is reported.
        Assert.True(broken.Remove("ChannelsOptions.OutboxHighWaterBytes"));
        Assert.Equal(broken.Order(), error.Failures.Select(text => text[..text.IndexOf(" is ", StringComparison.Ordinal)]).Order());
    }

    [Fact]
    public async Task ValidOptions_HostStarts()
    {
        using IHost host = Build(options => options.AllowedOrigins.Add("//*.example.com"));

        await host.StartAsync().Within();

        await host.StopAsync().Within();
    }

    [Fact]
    public async Task MapChannels_ThrowsTheSameException()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => FixtureServer.StartAsync(options =>
        {
            options.MaxConnections = 0;
            options.AllowedOrigins.Add("example.com");
        }));

        Assert.Equal(
            [
                "ChannelsOptions.MaxConnections is 0. Use 1 or more.",
                "ChannelsOptions.AllowedOrigins[0] is 'example.com'. Use 'https://example.com', '//example.com' or '//*.example.com'.",
            ],
            error.Failures);
    }

    // An application may check more than the ranges.
    [Fact]
    public async Task ValidationOfTheApplication_IsRunToo()
    {
        using IHost host = Build(options => options.MaxConnections = 0, services => services.AddOptions<ChannelsOptions>()
            .Validate(options => options.MaxMessageBytes < 1000, "Messages are short here."));

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync().Within());

        Assert.Equal(["ChannelsOptions.MaxConnections is 0. Use 1 or more.", "Messages are short here."], error.Failures.Order());
    }

    [Fact]
    public async Task ReloadedConfiguration_HasNoEffect()
    {
        var source = new Dictionary<string, string?> { ["Channels:MaxMessageBytes"] = "1000" };
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection(source).Build();
        await using FixtureServer server = await FixtureServer.StartAsync(
            build: builder => builder.Services.Configure<ChannelsOptions>(configuration.GetSection("Channels")));

        configuration["Channels:MaxMessageBytes"] = "100000";
        configuration.Reload();
        RawClient client = await server.ConnectAsync();
        await client.SendAsync(new string('x', 1001));

        await client.ExpectCloseAsync(1009);
    }

    private static IHost Build(Action<ChannelsOptions> configure, Action<IServiceCollection>? services = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging().AddChannels(configure);
        services?.Invoke(builder.Services);
        return builder.Build();
    }

    private static void Break(object options, string owner, List<string> broken)
    {
        foreach (PropertyInfo property in options.GetType().GetProperties().Where(property => property.CanWrite))
        {
            object? invalid = property.PropertyType switch
            {
                var type when type == typeof(int) => -1,
                var type when type == typeof(TimeSpan) => TimeSpan.FromSeconds(-1),
                { IsEnum: true } type => Enum.ToObject(type, 99),
                _ => null, // Every value of a bool is valid.
            };
            if (invalid is not null)
            {
                property.SetValue(options, invalid);
                broken.Add($"{owner}.{property.Name}");
            }
        }
    }
}
