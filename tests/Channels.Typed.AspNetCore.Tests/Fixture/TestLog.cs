using System.Threading.Channels;

namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>What the fixture channels of one server tell their test, and what the test tells them.</summary>
internal sealed class TestLog
{
    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DeferredReply<Note, Note>? Deferred { get; set; }

    public Channel<TerminateReason> Terminated { get; } = Channel.CreateUnbounded<TerminateReason>();
}
