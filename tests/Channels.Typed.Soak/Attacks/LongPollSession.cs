using System.Text.Json;

namespace Channels.Typed.Soak.Attacks;

/// <summary>Opens sessions of long polling.</summary>
internal static class LongPollSession
{
    private const string Target = "/socket/longpoll?vsn=2.0.0";

    /// <summary>Returns the address of a new session.</summary>
    /// <exception cref="IOException">The server refused it.</exception>
    public static async Task<Uri> OpenAsync(HttpClient http, Server server)
    {
        using HttpResponseMessage response = await http.GetAsync(new Uri(server.Address, Target));
        using JsonDocument opened = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return opened.RootElement.TryGetProperty("token", out JsonElement token)
            ? new Uri(server.Address, $"{Target}&token={Uri.EscapeDataString(token.GetString() ?? "")}")
            : throw new IOException($"The server refused a session with {(int)response.StatusCode}.");
    }
}
