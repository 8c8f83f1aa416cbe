namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>The push that a <see cref="TokenlessChannel"/> handles: it waits until the test releases it.</summary>
internal sealed class HeldPush
{
    /// <summary>Gets the source that completes when the push has reached the handler.</summary>
    public TaskCompletionSource<ChannelContext> Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
