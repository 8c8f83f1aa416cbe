namespace Channels.Typed.InteropClient.Contracts;

/// <summary>All presences of a key.</summary>
public sealed record Present(IReadOnlyList<Meta> Metas);
