namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>The payload of the push, returned in a deferred reply.</summary>
public sealed record Answered(Message Async);
