using System.Text;
using System.Text.Json;
using Channels.Typed.AspNetCore.Gate.Filters;
using Channels.Typed.AspNetCore.Observability;

namespace Channels.Typed.AspNetCore;

/// <summary>A join or event on its way through the filters to its handler. For one call at a time, and not for use from several threads.</summary>
public sealed class ChannelCall : ChannelRequest
{
    private readonly byte[] _eventName;
    private bool _hasCalledHandler;

    internal ChannelCall(IGatedChannel channel, string eventName, byte[] eventNameUtf8, ChannelPayload payload, IServiceProvider services)
        : base(channel, eventName)
    {
        _eventName = eventNameUtf8;
        Payload = payload;
        Services = services;
    }

    /// <summary>Gets the payload as the client sent it.</summary>
    public ChannelPayload Payload { get; }

    /// <summary>Gets the channel's services.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Gets how the call was answered, once it was. What a handler throws comes out of the delegate.</summary>
    public ChannelCallOutcome Outcome { get; private set; }

    /// <summary>Answers with an error whose <c>reason</c> is a text; a join is refused by it. The handler is not called.</summary>
    /// <param name="reason">The reason, for the client.</param>
    /// <exception cref="InvalidOperationException">The call has been passed on or answered already.</exception>
    public void Refuse(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        Refuse(ChannelPayload.FromUncheckedJson(Encoding.UTF8.GetBytes($$"""{"reason":"{{JsonEncodedText.Encode(reason)}}"}""")));
    }

    /// <summary>Answers with an error; a join is refused by it. The handler is not called.</summary>
    /// <param name="response">The response; <see cref="ChannelPayload.From"/> makes it of a refusal that a contract declares.</param>
    /// <exception cref="InvalidOperationException">The call has been passed on or answered already.</exception>
    public void Refuse(ChannelPayload response)
    {
        ThrowIfDone();
        Server.Refuse(response);
        Outcome = ChannelCallOutcome.Refused;
    }

    /// <summary>Calls the handler.</summary>
    internal ValueTask CallHandler()
    {
        ThrowIfDone();
        _hasCalledHandler = true;
        Server.Outcome = Observability.Outcome.Ok;
        ValueTask handling = Server.CallHandler(IsJoin, _eventName, Payload.Bytes.Span, Payload.IsBinary);
        if (!handling.IsCompletedSuccessfully)
        {
            return AwaitAsync(handling);
        }

        handling.GetAwaiter().GetResult(); // Gives a pooled source back.
        SetOutcome();
        return default;
    }

    private async ValueTask AwaitAsync(ValueTask handling)
    {
        await handling;
        SetOutcome();
    }

    private void SetOutcome() => Outcome = Server.Outcome switch
    {
        Observability.Outcome.Ok => ChannelCallOutcome.Ok,
        Observability.Outcome.Deferred => ChannelCallOutcome.Deferred,
        Observability.Outcome.UnknownEvent => ChannelCallOutcome.UnknownEvent,
        _ => ChannelCallOutcome.Refused,
    };

    private void ThrowIfDone()
    {
        if (_hasCalledHandler || Outcome != ChannelCallOutcome.None)
        {
            throw new InvalidOperationException($"'{Event}' has been passed on or answered already. A filter calls next once, or refuses without calling it.");
        }
    }
}
