namespace Channels.Typed.InteropClient.Contracts;

/// <summary>What the server is to broadcast from outside of the channel.</summary>
public sealed record OutsideBroadcast(string Topic, string Event, Message Payload);
