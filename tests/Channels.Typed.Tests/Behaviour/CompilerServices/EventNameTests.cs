using System.Text;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Tests.Behaviour.CompilerServices;

public sealed class EventNameTests
{
    [Theory]
    [InlineData("message_posted", "\"message_posted\"")]
    [InlineData("é \"x\"", "\"é \\\"x\\\"\"")]
    [InlineData("Phx_ok", "\"Phx_ok\"")]
    [InlineData("phx", "\"phx\"")]
    [InlineData("a_phx_b", "\"a_phx_b\"")]
    public void Name_IsGivenAsTextUtf8AndJson(string name, string json)
    {
        var eventName = new EventName(name);

        Assert.Equal(name, eventName.Name);
        Assert.Equal(name, eventName.ToString());
        Assert.Equal(name, Encoding.UTF8.GetString(eventName.Utf8));
        Assert.Equal(json, Encoding.UTF8.GetString(eventName.Json));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("phx_", "'phx_' is reserved for the protocol")]
    [InlineData("phx_reply", "'phx_reply' is reserved for the protocol")]
    [InlineData("phx_mine", "'phx_mine' is reserved for the protocol")]
    public void EmptyOrReserved_IsRefused(string name, string message)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(nameof(name), () => new EventName(name));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }
}
