namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>One connect of a client, as the server received it.</summary>
internal sealed record ConnectRecord(string Transport, string? AuthToken, IReadOnlyDictionary<string, string> Params, string Headers);
