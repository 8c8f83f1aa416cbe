using System.Reflection;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Options;

/// <summary>docs/options.md lists every option of the server with its type and default.</summary>
public sealed class OptionsPageTests
{
    private const string OfTheServer = "the server's";

    [Fact]
    public void ChannelsOptions_AreThoseOfTheTable() => Assert.Equal(
        OptionsPage.Documented<ChannelsOptions>(),
        OptionsPage.Real(new ChannelsOptions(), Special));

    [Fact]
    public void DrainOptions_AreThoseOfTheTable() => Assert.Equal(
        OptionsPage.Documented<DrainOptions>(),
        OptionsPage.Real(new ChannelsOptions().Drain, Special));

    [Fact]
    public void LongPollOptions_AreThoseOfTheTable() => Assert.Equal(
        OptionsPage.Documented<LongPollOptions>(),
        OptionsPage.Real(new ChannelsOptions().LongPoll, Special));

    // A mount's value counts as the server's if it follows a server whose values are not the defaults.
    [Fact]
    public void SocketOptions_AreThoseOfTheTable()
    {
        var server = new ChannelsOptions
        {
            IdleTimeout = TimeSpan.FromSeconds(7),
            MessageTimeout = TimeSpan.FromSeconds(8),
            MaxMessageBytes = 1009,
            MaxChannelsPerConnection = 10,
            MaxOutboxBytes = 1011,
            OutboxHighWaterBytes = 300,
            SendTimeout = TimeSpan.FromSeconds(9),
            CheckOrigin = false,
        };
        server.LongPoll.WindowTime = TimeSpan.FromSeconds(12);
        var mount = new SocketOptions(server);

        Assert.Equal(OptionsPage.Documented<SocketOptions>(), OptionsPage.Real(mount, option => option.Name switch
        {
            nameof(SocketOptions.CheckOrigin) => mount.CheckOrigin == OriginCheck.Off ? OfTheServer : null,
            nameof(SocketOptions.LongPoll) => mount.LongPoll.WindowTime == server.LongPoll.WindowTime ? OfTheServer : null,
            _ => IsSame(option, mount, server) ? OfTheServer : Special(option),
        }));
    }

    private static bool IsSame(PropertyInfo option, SocketOptions mount, ChannelsOptions server) =>
        typeof(ChannelsOptions).GetProperty(option.Name) is { CanWrite: true } same
        && Equals(same.GetValue(server), option.GetValue(mount));

    private static string? Special(PropertyInfo option) => option.PropertyType.Name switch
    {
        nameof(ChannelFilterCollection) or nameof(RateLimitPolicies) => "empty",
        nameof(LongPollOptions) => "[below](#longpolloptions)",
        nameof(DrainOptions) => "[below](#drainoptions)",
        _ => null,
    };
}
