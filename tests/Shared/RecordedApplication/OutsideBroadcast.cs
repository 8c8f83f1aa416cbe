namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>A broadcast that the server sends from outside the channel.</summary>
public sealed record OutsideBroadcast(string Topic, string Event, Message Payload);
