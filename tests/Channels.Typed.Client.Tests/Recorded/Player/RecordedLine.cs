using System.Text.Json;

namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>One line of a recording (tests/wire/README.md).</summary>
internal sealed class RecordedLine(int number, JsonElement line)
{
    public int Number { get; } = number;

    public bool IsNote { get; } = Text(line, "dir") == "note";

    public bool IsClient { get; } = Text(line, "dir") == "c2s";

    public string Kind { get; } = Text(line, "kind");

    public string Data { get; } = Text(line, "data");

    /// <summary>Gets the letter of the client, if the recording has several clients.</summary>
    public string Client { get; } = Text(line, "c");

    public string Method { get; } = Text(line, "method");

    public string Target { get; } = Text(line, "target");

    public int Status { get; } = Number32(line, "status") ?? 0;

    public int? CloseCode { get; } = Number32(line, "code");

    public IReadOnlyDictionary<string, string> Headers { get; } = line.TryGetProperty("headers", out JsonElement headers)
        ? headers.EnumerateObject().ToDictionary(static header => header.Name, static header => header.Value.ToString())
        : [];

    public bool IsFrame => Kind is "text" or "binary";

    public bool IsHttp => Kind == "http";

    /// <summary>Gets a value indicating whether the recorded connection breaks here.</summary>
    public bool IsDrop => IsNote && Data.StartsWith("client drops the TCP connection", StringComparison.Ordinal);

    public override string ToString() => $"line {Number}: {(IsClient ? "client" : "server")} {Client} {Kind} {Method} {Target} {Data}";

    private static string Text(JsonElement line, string name) =>
        line.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? "" : "";

    private static int? Number32(JsonElement line, string name) =>
        line.TryGetProperty(name, out JsonElement value) ? value.GetInt32() : null;
}
