using Channels.Typed.AspNetCore.Channels;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>A session of another server, which may have ended. Requests and answers go through PubSub.</summary>
internal sealed class RemoteSession(Guid id, LongPollOptions options, RemoteCalls calls, ServerServices services) : ILongPollSession
{
    public async Task<PollAnswer> PollAsync(CancellationToken aborted)
    {
        RemoteCall call = calls.Begin();
        bool isAnswered = false;
        try
        {
            await services.PubSub.BroadcastAsync(NodeMessage.CreatePoll(id, call.Id, calls.Node));
            if (!await IsSeenAsync(call, aborted))
            {
                return PollAnswer.Gone;
            }

            // The other server answers at the end of the window. The timeout here is for a server that does not answer at all.
            (int status, byte[] messages) = await call.Answer.WaitAsync(options.WindowTime + options.PubSubTimeout, services.Time, aborted);
            isAnswered = true;
            return status == PollStatus.Ok
                ? new PollAnswer(status, messages, isDelivered => Settle(call, isDelivered))
                : new PollAnswer(status, messages);
        }
        catch (TimeoutException)
        {
            return PollAnswer.NoContent;
        }
        finally
        {
            calls.End(call);
            if (!isAnswered)
            {
                Settle(call, isDelivered: false);
            }
        }
    }

    public async Task<int> PostAsync(IReadOnlyList<PostEntry> entries)
    {
        RemoteCall call = calls.Begin();
        try
        {
            await services.PubSub.BroadcastAsync(NodeMessage.CreatePost(id, call.Id, calls.Node, entries));
            if (!await IsSeenAsync(call, CancellationToken.None))
            {
                return PollStatus.Gone;
            }

            // Each message has its own window.
            return (await call.Answer.WaitAsync((options.WindowTime * entries.Count) + options.PubSubTimeout, services.Time)).Status;
        }
        catch (TimeoutException)
        {
            return PollStatus.Timeout;
        }
        finally
        {
            calls.End(call);
        }
    }

    private async Task<bool> IsSeenAsync(RemoteCall call, CancellationToken aborted)
    {
        try
        {
            await call.Seen.WaitAsync(options.PubSubTimeout, services.Time, aborted);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Settle(RemoteCall call, bool isDelivered) =>
        services.PubSub.Publish(NodeMessage.CreateSettle(id, call.Id, isDelivered), services.Logger);
}
