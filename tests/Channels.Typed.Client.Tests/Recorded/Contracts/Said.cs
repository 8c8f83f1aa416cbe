namespace Channels.Typed.Client.Tests.Recorded.Contracts;

/// <summary>Something said.</summary>
public sealed record Said(string Body);
