namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>A channel that posts messages to itself while it handles a push.</summary>
internal sealed class BusyChannel(ManualResetEventSlim release) : UntypedChannel, IHandleInfo<int>
{
    /// <summary>The number of the first message that blocks its thread until the test releases it.</summary>
    public const int FirstThatBlocks = 2;

    public ValueTask HandleInfoAsync(int message, CancellationToken cancellationToken)
    {
        if (message >= FirstThatBlocks)
        {
            Assert.True(release.Wait(Patience.Time, cancellationToken));
        }

        return default;
    }

    protected override ValueTask<ChannelReply> JoinAsync(ChannelPayload payload, CancellationToken cancellationToken) =>
        new(ChannelReply.Ok());

    protected override ValueTask<ChannelReply> HandleInAsync(
        string eventName, ChannelPayload payload, CancellationToken cancellationToken)
    {
        Context.Post(1);
        Context.Post(FirstThatBlocks);
        return new(ChannelReply.Ok());
    }
}
