namespace Channels.Typed.Client.Tests.Behaviour.Options;

/// <summary>docs/options.md lists every option of the client with its type and default.</summary>
public sealed class OptionsPageTests
{
    [Fact]
    public void ChannelSocketOptions_AreThoseOfTheTable() => Assert.Equal(
        OptionsPage.Documented<ChannelSocketOptions>(),
        OptionsPage.Real(new ChannelSocketOptions(), option => option.Name switch
        {
            nameof(ChannelSocketOptions.TimeProvider) => "TimeProvider.System",
            _ => null,
        }));
}
