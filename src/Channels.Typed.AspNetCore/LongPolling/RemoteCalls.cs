using System.Collections.Concurrent;
using Channels.Typed.AspNetCore.Channels;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>The calls of this server that wait for other servers. Their answers arrive on the topic of this server.</summary>
internal sealed class RemoteCalls(Guid node, ServerServices services) : Subscriber, IDisposable
{
    private readonly ConcurrentDictionary<Guid, RemoteCall> _calls = new();
    private readonly Lock _lock = new();
    private Subscription? _subscription; // Guarded by _lock; created with the first call.

    public Guid Node => node;

    public RemoteCall Begin()
    {
        lock (_lock)
        {
            _subscription ??= services.PubSub.Subscribe(NodeMessage.TopicOf(node), this);
        }

        var call = new RemoteCall();
        _calls.TryAdd(call.Id, call);
        return call;
    }

    public void End(RemoteCall call) => _calls.TryRemove(call.Id, out _);

    public override void Deliver(Broadcast broadcast)
    {
        ReadOnlySpan<byte> payload = broadcast.Payload;
        if (payload.Length < NodeMessage.IdLength || !_calls.TryGetValue(NodeMessage.ReadCall(payload), out RemoteCall? call))
        {
            // The call has ended already, for example because it timed out.
            return;
        }

        if (broadcast.Event.SequenceEqual(NodeMessage.Seen.Utf8))
        {
            call.OnSeen();
        }
        else if (broadcast.Event.SequenceEqual(NodeMessage.Answer.Utf8))
        {
            call.OnAnswer(NodeMessage.ReadStatus(payload), NodeMessage.ReadMessages(payload));
        }
    }

    public void Dispose() => _subscription?.Dispose();
}
