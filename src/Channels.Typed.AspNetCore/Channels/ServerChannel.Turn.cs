using Channels.Typed.AspNetCore.Handlers;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.CompilerServices;
using Channels.Typed.Protocol;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>Whose turn it is: the way into the mailbox and the loop of the one who has it.</summary>
internal sealed partial class ServerChannel
{
    /// <summary>Takes a message of the client. Called by the receive loop only.</summary>
    /// <returns>A task to await before the next message, or null.</returns>
    public Task? Post(in Frame frame)
    {
        if (_mailbox.TryOwn())
        {
            ValueTask current = Invoke(frame.Ref, frame.Event, frame.IsEventString, frame.Payload, frame.IsBinary);
            if (!current.IsCompletedSuccessfully)
            {
                _ = RunAsync(current);
                return null;
            }

            current.GetAwaiter().GetResult(); // Gives a pooled source back.
            if (_mailbox.HasMore())
            {
                _ = RunAsync(default);
            }

            return null;
        }

        var item = new MailboxItem(frame);
        if (!_mailbox.TryAdd(item, mayExceed: true, out bool mustRun))
        {
            // It has ended and is only not yet out of the table: such messages are lost without a reply, as in Phoenix.
            item.Release();
            return null;
        }

        if (mustRun)
        {
            _ = RunAsync(default);
        }

        return _mailbox.WaitForRoom();
    }

    /// <summary>Takes an intercepted broadcast. Called on the publisher's thread.</summary>
    public void Post(Broadcast broadcast)
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

    /// <summary>The pool's call: the turn is ours.</summary>
    public void Execute() => _ = RunAsync(default);

    private void OnMailboxFull()
    {
        Log.MailboxFull(Services.Logger, _descriptor.Name);
        _ = EndAsync(ChannelEnd.Crashed);
    }

    /// <summary>The owner's loop: finishes the current message and goes on until nothing is left.</summary>
    private async Task RunAsync(ValueTask current)
    {
        while (true)
        {
            try
            {
                await current;
            }
            catch (Exception e)
            {
                if (!Survives(e))
                {
                    await FinishAsync(ChannelEnd.Crashed);
                    return;
                }
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

            current = Invoke(item);
        }
    }

    private ValueTask Invoke(in MailboxItem item)
    {
        try
        {
            if (item.Message is not { } message)
            {
                return Invoke(item.Ref, item.Event, item.IsEventString, item.Payload, item.IsBinary);
            }

            _currentRefLength = 0;
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
