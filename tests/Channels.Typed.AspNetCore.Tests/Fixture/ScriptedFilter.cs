namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>A filter whose code is given by the test.</summary>
internal sealed class ScriptedFilter(Func<ChannelCall, ChannelFilterDelegate, ValueTask> script) : IChannelFilter
{
    public ValueTask InvokeAsync(ChannelCall call, ChannelFilterDelegate next) => script(call, next);
}
