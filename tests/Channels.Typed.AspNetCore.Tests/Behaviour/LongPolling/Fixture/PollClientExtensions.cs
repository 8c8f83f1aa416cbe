using System.Net;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling.Fixture;

/// <summary>Operations of <see cref="PollClient"/> that need a <see cref="PollServer"/>.</summary>
internal static class PollClientExtensions
{
    /// <summary>A client with the same session that sends its requests to another server.</summary>
    public static PollClient At(this PollClient client, PollServer other) => client.At(other.Http);

    /// <summary>Polls, and the server fails to write the response.</summary>
    public static async Task PollWithLostResponseAsync(this PollClient client)
    {
        using HttpResponseMessage response = await client.RequestAsync(HttpMethod.Get, headers: [(BrokenNetwork.Header, "1")]);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }
}
