using System.Diagnostics;
using System.Text.Json.Serialization.Metadata;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Channels.Typed.CompilerServices;
using Channels.Typed.Topics;

namespace Channels.Typed.AspNetCore.Tests.Observability;

/// <summary>A channel that answers with the spans that its handler finds current: at its start, and after it has waited.</summary>
internal sealed class ProbeChannel : IChannelHandler
{
    private static readonly JsonTypeInfo<Note> NoteInfo = PayloadJson.Get<Note>(FixtureJson.Default);

    public static HandlerDescriptor Descriptor { get; } =
        new("ProbeChannel", TopicPattern.Parse("probe"), [], needsServices: false, static _ => new ProbeChannel(), [new("probe")]);

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
