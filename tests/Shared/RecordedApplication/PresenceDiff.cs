namespace Channels.Typed.InteropClient.Contracts;

/// <summary>Who came and who went.</summary>
public sealed record PresenceDiff(Dictionary<string, Present> Joins, Dictionary<string, Present> Leaves);
