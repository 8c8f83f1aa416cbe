using System.Text;
using System.Text.Json;
using Channels.Typed.AspNetCore.Gate.Filters;

namespace Channels.Typed.AspNetCore;

/// <summary>A join or event that passes the filters. Not safe for use from several threads.</summary>
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

    /// <summary>Gets the payload.</summary>
    public ChannelPayload Payload { get; }

    /// <summary>Gets the channel's services.</summary>
    public IServiceProvider Services { get; }

    /// <summary>
    /// Gets the result, after the call has been handled. If the handler threw, the task of the delegate fails with its exception.
    /// </summary>
    public ChannelCallOutcome Outcome { get; private set; }

    /// <summary>Replies with an error that has a <c>reason</c>. It refuses a join. The handler is not called.</summary>
    /// <param name="reason">The reason, for the client.</param>
    /// <exception cref="InvalidOperationException">The handler has been called, or the call has been answered.</exception>
    public void Refuse(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        Refuse(ChannelPayload.FromUncheckedJson(Encoding.UTF8.GetBytes($$"""{"reason":"{{JsonEncodedText.Encode(reason)}}"}""")));
    }

    /// <summary>Replies with an error. It refuses a join. The handler is not called.</summary>
    /// <param name="response">The response. <see cref="ChannelPayload.From"/> creates it from an error that the contract declares.</param>
    /// <exception cref="InvalidOperationException">The handler has been called, or the call has been answered.</exception>
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

        handling.GetAwaiter().GetResult(); // Returns a pooled source to its pool.
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
            throw new InvalidOperationException(
                $"'{Event}' has already been handled or answered. A filter calls 'next' once, or refuses the call without calling 'next'.");
        }
    }
}
