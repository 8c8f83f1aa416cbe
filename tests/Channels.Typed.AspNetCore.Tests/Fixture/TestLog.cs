using System.Threading.Channels;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>What the fixture channels of one server tell their test, and what the test tells them.</summary>
internal sealed class TestLog
{
    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DeferredReply<Note, Note>? Deferred { get; set; }

    public DeferredReply? UntypedDeferred { get; set; }

    /// <summary>The channel that was joined last.</summary>
    public ChannelContext? Joined { get; set; }

    public TaskCompletionSource Disposed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Channel<TerminateReason> Terminated { get; } = Channel.CreateUnbounded<TerminateReason>();
}
