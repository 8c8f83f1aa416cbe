using System.Collections.Concurrent;
using Channels.Typed.AspNetCore.Channels;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>Serves the requests for one session that reached other servers.</summary>
internal sealed class SessionSubscriber(LongPollSession session, ServerServices services) : Subscriber
{
    private readonly ConcurrentDictionary<Guid, RemotePoll> _polls = new();

    public override void Deliver(Broadcast broadcast)
    {
        ReadOnlySpan<byte> payload = broadcast.Payload;
        if (broadcast.Event.SequenceEqual(NodeMessage.Settle.Utf8))
        {
            if (payload.Length > NodeMessage.IdLength && _polls.TryGetValue(NodeMessage.ReadCall(payload), out RemotePoll? poll))
            {
                poll.Settle(payload[NodeMessage.IdLength] == 1);
            }
        }
        else if (payload.Length < 2 * NodeMessage.IdLength)
        {
            // Nothing that this version says.
        }
        else if (broadcast.Event.SequenceEqual(NodeMessage.PollRequest.Utf8))
        {
            // In the table before anything is said, so that a settlement finds it.
            Guid call = NodeMessage.ReadCall(payload);
            var poll = new RemotePoll();
            _polls.TryAdd(call, poll);
            _ = ServePollAsync(NodeMessage.ReadNode(payload), call, poll);
        }
        else if (broadcast.Event.SequenceEqual(NodeMessage.PostRequest.Utf8))
        {
            // Handlers begin on the thread that hands them their message, and this one is the adapter's.
            byte[] request = payload.ToArray();
            _ = Task.Run(() => ServePostAsync(NodeMessage.ReadNode(request), NodeMessage.ReadCall(request), request));
        }
    }

    private async Task ServePollAsync(Guid node, Guid call, RemotePoll poll)
    {
        PollAnswer? answer = null;
        bool isDelivered = false;
        try
        {
            services.PubSub.Publish(NodeMessage.SeenBy(node, call), services.Logger);
            answer = await session.PollAsync(poll.Released);
            await services.PubSub.BroadcastAsync(NodeMessage.AnswerTo(node, call, answer.Status, answer.Messages.Span));

            // Without word from there nobody knows; then at most once is the rule.
            isDelivered = answer.Settle is null || await poll.WaitAsync(session.Options.PubSubTimeout, services.Time);
        }
        catch (OperationCanceledException)
        {
            // Its client has gone.
        }
        catch (Exception e)
        {
            Log.ForwardFailed(services.Logger, e);
        }
        finally
        {
            answer?.Settle?.Invoke(isDelivered);
            _polls.TryRemove(call, out _);
        }
    }

    private async Task ServePostAsync(Guid node, Guid call, byte[] request)
    {
        try
        {
            services.PubSub.Publish(NodeMessage.SeenBy(node, call), services.Logger);
            int status = await session.PostAsync(NodeMessage.ReadEntries(request));
            await services.PubSub.BroadcastAsync(NodeMessage.AnswerTo(node, call, status, default));
        }
        catch (Exception e)
        {
            Log.ForwardFailed(services.Logger, e);
        }
    }
}
