using Channels.Typed.Client.Transports;

namespace Channels.Typed.Client.Tests.Behaviour.Fallback;

/// <summary>A transport memory whose storage fails.</summary>
internal sealed class FailingTransportMemory : ITransportMemory
{
    public DateTimeOffset? Recall(Uri endpoint) => throw new IOException("disk");

    public void Remember(Uri endpoint, DateTimeOffset? until) => throw new IOException("disk");
}
