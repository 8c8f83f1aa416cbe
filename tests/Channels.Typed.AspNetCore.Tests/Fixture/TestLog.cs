using System.Threading.Channels;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>
/// Connects a test with the fixture channels of its server: the channels report to it, and wait for <see cref="Release"/>.
/// </summary>
internal sealed class TestLog
{
    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DeferredReply<Note, Note>? Deferred { get; set; }

    public DeferredReply? UntypedDeferred { get; set; }

    /// <summary>The context of the channel that was joined last.</summary>
    public ChannelContext? Joined { get; set; }

    public TaskCompletionSource Disposed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Channel<TerminateReason> Terminated { get; } = Channel.CreateUnbounded<TerminateReason>();
}
