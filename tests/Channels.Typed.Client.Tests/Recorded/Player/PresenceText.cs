using System.Text.Json;

namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>Writes presence events as short text, without refs.</summary>
internal static class PresenceText
{
    public static string Of(string eventName, string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        return eventName switch
        {
            "presence_state" => "state" + Keys(root, " "),
            "presence_diff" => "diff" + Keys(root.GetProperty("joins"), " +") + Keys(root.GetProperty("leaves"), " -"),
            _ => $"{eventName} {json}",
        };
    }

    private static string Keys(JsonElement presences, string sign) => string.Concat(presences.EnumerateObject().Select(presence =>
        $"{sign}{presence.Name}:{string.Join(',', Devices(presence.Value))}"));

    private static IEnumerable<string?> Devices(JsonElement presence) =>
        presence.GetProperty("metas").EnumerateArray().Select(static meta => meta.GetProperty("device").GetString());
}
