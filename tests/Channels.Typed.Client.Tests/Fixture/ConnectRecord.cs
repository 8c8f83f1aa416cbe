namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>One connect of a client, as the real server saw it.</summary>
internal sealed record ConnectRecord(string Transport, string? AuthToken, IReadOnlyDictionary<string, string> Params, string Headers);
