using Channels.Typed.Generators.Reading;

namespace Channels.Typed.Generators.Tests.Reading;

public class EventNamingTests
{
    [Theory]
    [InlineData("PostMessageAsync", "post_message")]
    [InlineData("Typing", "typing")]
    [InlineData("GetURLFastAsync", "get_url_fast")]
    [InlineData("Step2DoneAsync", "step2_done")]
    [InlineData("ABTest", "ab_test")]
    [InlineData("Already_SnakeAsync", "already_snake")]
    [InlineData("Async", "async")]
    [InlineData("XAsync", "x")]
    public void MethodName_BecomesSnakeCase(string method, string eventName) =>
        Assert.Equal(eventName, EventNaming.ToSnakeCase(EventNaming.WithoutSuffix(method)));
}
