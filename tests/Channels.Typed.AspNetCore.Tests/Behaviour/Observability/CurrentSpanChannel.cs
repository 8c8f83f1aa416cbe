using System.Diagnostics;
using System.Text.Json.Serialization.Metadata;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Channels.Typed.CompilerServices;
using Channels.Typed.Topics;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Observability;

/// <summary>A channel that replies with the current span of its handler, at its start and after an await.</summary>
internal sealed class CurrentSpanChannel : IChannelHandler
{
    private static readonly JsonTypeInfo<Note> NoteInfo = PayloadJson.Get<Note>(FixtureJson.Default);

    public static HandlerDescriptor Descriptor { get; } =
        new(
            "CurrentSpanChannel",
            TopicPattern.Parse("probe"),
            [],
            needsServices: false,
            static _ => new CurrentSpanChannel(),
            [new("probe")]);

    public void Attach(ChannelContext context)
    {
    }

    public ValueTask JoinAsync(InboundCall call) => call.Reply(new ValueTask<Note>(ProbeAsync()), NoteInfo);

    public ValueTask HandleInAsync(InboundCall call) => call.Reply(new ValueTask<Note>(ProbeAsync()), NoteInfo);

    public ValueTask HandleOutAsync(OutboundCall call) => call.Unchanged();

    private static async Task<Note> ProbeAsync()
    {
        string before = Activity.Current?.SpanId.ToString() ?? "none";
        await Task.Yield();
        return new Note($"{before} {Activity.Current?.SpanId.ToString() ?? "none"}");
    }
}
