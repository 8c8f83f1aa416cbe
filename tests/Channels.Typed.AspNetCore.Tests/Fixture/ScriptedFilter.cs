namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>Does with a call as the test says.</summary>
internal sealed class ScriptedFilter(Func<ChannelCall, ChannelFilterDelegate, ValueTask> script) : IChannelFilter
{
    public ValueTask InvokeAsync(ChannelCall call, ChannelFilterDelegate next) => script(call, next);
}
