using System.Collections.Concurrent;
using Channels.Typed.AspNetCore.Channels;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>Handles the calls of other servers to one session of this server.</summary>
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
            // Not a message of this version, so it is ignored.
        }
        else if (broadcast.Event.SequenceEqual(NodeMessage.PollRequest.Utf8))
        {
            // The poll is added before the other server receives anything, so that its settlement finds the poll.
            Guid call = NodeMessage.ReadCall(payload);
            var poll = new RemotePoll();
            _polls.TryAdd(call, poll);
            _ = ServePollAsync(NodeMessage.ReadNode(payload), call, poll);
        }
        else if (broadcast.Event.SequenceEqual(NodeMessage.PostRequest.Utf8))
        {
            // A handler runs on the thread that delivers its message. This thread belongs to the adapter, so the POST moves to the pool.
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
            services.PubSub.Publish(NodeMessage.CreateSeen(node, call), services.Logger);
            answer = await session.PollAsync(poll.Released);
            await services.PubSub.BroadcastAsync(NodeMessage.CreateAnswer(node, call, answer.Status, answer.Messages.Span));

            // If the other server does not report, the messages count as delivered, because a message must not be delivered twice.
            isDelivered = answer.Settle is null || await poll.WaitAsync(session.Options.PubSubTimeout, services.Time);
        }
        catch (OperationCanceledException)
        {
            // The client of the poll has aborted its request.
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
            services.PubSub.Publish(NodeMessage.CreateSeen(node, call), services.Logger);
            int status = await session.PostAsync(NodeMessage.ReadEntries(request));
            await services.PubSub.BroadcastAsync(NodeMessage.CreateAnswer(node, call, status, default));
        }
        catch (Exception e)
        {
            Log.ForwardFailed(services.Logger, e);
        }
    }
}
