using Channels.Typed.AspNetCore.Channels.Lifecycle;
using Channels.Typed.AspNetCore.Handlers;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>The turn: how messages get into the mailbox, and the loop of the turn's owner.</summary>
internal sealed partial class ServerChannel
{
    /// <summary>
    /// Receives a message of the client: handles it at once if the channel is idle, otherwise puts a copy into the mailbox. Only the
    /// receive loop calls it.
    /// </summary>
    /// <returns>A task to await before the next message, because the mailbox is full; or null.</returns>
    public Task? Receive(in Frame frame)
    {
        if (_mailbox.TryOwn())
        {
            ValueTask current;
            try
            {
                current = BeginPush(frame.Ref, frame.Event, frame.IsEventString, frame.Payload, frame.IsBinary);
            }
            catch (Exception e)
            {
                // This thread has the turn, so the exception ends the channel and not the connection.
                current = ValueTask.FromException(e);
            }

            if (!current.IsCompletedSuccessfully)
            {
                _ = RunAsync(current, isOnReceiveLoop: current.IsCompleted);
                return null;
            }

            current.GetAwaiter().GetResult(); // Returns a pooled source to its pool.
            if (_mailbox.HasMore())
            {
                _ = RunAsync(default, isOnReceiveLoop: true);
            }

            return null;
        }

        var item = new MailboxItem(frame);
        if (!_mailbox.TryAdd(item, mayExceed: true, out bool mustRun))
        {
            // The channel has ended but is still in the connection's table. Such messages are dropped without a reply, as in Phoenix.
            item.Release();
            return null;
        }

        if (mustRun)
        {
            _ = RunAsync(default, isOnReceiveLoop: true);
        }

        Task? room = _mailbox.WaitForRoom();
        if (room is not null)
        {
            Services.Telemetry.OnReadingWaits(_descriptor.Tags);
        }

        return room;
    }

    /// <summary>Puts an intercepted broadcast into the mailbox. The publisher's thread calls it.</summary>
    public void PostBroadcast(Broadcast broadcast)
    {
        if (_mailbox.TryAdd(new MailboxItem(broadcast), mayExceed: false, out bool mustRun))
        {
            if (mustRun)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }
        }
        else if (!IsOver)
        {
            OnMailboxFull();
        }
    }

    /// <summary>Runs the channel on the thread pool. The channel has the turn already.</summary>
    public void Execute() => _ = RunAsync(default);

    private void OnMailboxFull()
    {
        Services.Telemetry.OnMailboxFull(Logger, _descriptor.Tags);
        _ = EndAsync(ChannelEnd.Crashed);
    }

    /// <summary>The loop of the turn's owner: awaits the current message, then handles the next ones until the mailbox is empty.</summary>
    /// <param name="current">The task of the current message.</param>
    /// <param name="isOnReceiveLoop">
    /// Whether the receive loop runs this. It handles one message of the mailbox at most, and the thread pool the rest, so that a mailbox
    /// that other threads fill does not keep the loop from reading.
    /// </param>
    private async Task RunAsync(ValueTask current, bool isOnReceiveLoop = false)
    {
        for (int handled = 0; ; handled++)
        {
            try
            {
                await current;
            }
            catch (Exception e)
            {
                if (!TrySurvive(e))
                {
                    await FinishAsync(ChannelEnd.Crashed);
                    return;
                }
            }

            if (Outbox.WaitForRoom() is { } room)
            {
                // The client gets the reply first. It, or others, may have asked for more meanwhile, and that waits in the mailbox.
                await room;
            }

            if (isOnReceiveLoop && handled > 0)
            {
                if (_mailbox.HasMore())
                {
                    ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                }

                return;
            }

            if (!_mailbox.TryTake(out MailboxItem item, out ChannelEnd? end))
            {
                return;
            }

            if (end is { } reason)
            {
                await FinishAsync(reason);
                return;
            }

            current = Begin(item);
        }
    }

    private ValueTask Begin(in MailboxItem item)
    {
        try
        {
            if (item.Message is not { } message)
            {
                return BeginPush(item.Ref, item.Event, item.IsEventString, item.Payload, item.IsBinary);
            }

            _current.Clear();
            return message is Broadcast broadcast
                ? _handler!.HandleOutAsync(new OutboundCall(this, broadcast)) // A joined channel has its handler.
                : HandleInfo((InfoMessage)message);
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
        finally
        {
            item.Release();
        }
    }
}
