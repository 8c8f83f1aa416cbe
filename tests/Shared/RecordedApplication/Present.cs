namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>All presences of a key.</summary>
public sealed record Present(IReadOnlyList<Meta> Metas);
