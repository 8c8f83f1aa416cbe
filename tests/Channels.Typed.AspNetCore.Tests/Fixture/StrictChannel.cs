using System.Text.Json.Serialization.Metadata;
using Channels.Typed.CompilerServices;
using Channels.Typed.Topics;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>
/// A channel whose payload types refuse some JSON with other exceptions than <see cref="System.Text.Json.JsonException"/>. Written by hand,
/// in the form that the generator emits.
/// </summary>
internal sealed class StrictChannel : IChannelHandler
{
    private static readonly JsonTypeInfo<Shape> ShapeInfo = PayloadJson.Get<Shape>(StrictJson.Default);
    private static readonly JsonTypeInfo<Amount> AmountInfo = PayloadJson.Get<Amount>(StrictJson.Default);

    private string _topic = "";

    public static HandlerDescriptor Descriptor { get; } = new(
        "StrictChannel", TopicPattern.Parse("strict:{kind}"), [], needsServices: false, static _ => new StrictChannel());

    public void Attach(ChannelContext context) => _topic = context.Topic;

    public ValueTask JoinAsync(InboundCall call)
    {
        if (_topic == "strict:join")
        {
            call.Read(ShapeInfo);
        }

        return call.Reply(Task.CompletedTask);
    }

    public ValueTask HandleInAsync(InboundCall call)
    {
        if (call.Event.SequenceEqual("shape"u8))
        {
            call.Read(ShapeInfo);
        }
        else if (call.Event.SequenceEqual("amount"u8))
        {
            call.Read(AmountInfo);
        }
        else
        {
            throw new NotSupportedException("This exception is of the handler and not of a payload.");
        }

        return call.Reply(Task.CompletedTask);
    }

    public ValueTask HandleOutAsync(OutboundCall call) => default;
}
