using System.Net;

namespace Channels.Typed.AspNetCore.Tests.LongPolling.Fixture;

/// <summary>What clients of long polling do to the servers of these tests.</summary>
internal static class PollClientExtensions
{
    /// <summary>Sends requests elsewhere from now on.</summary>
    public static PollClient At(this PollClient client, PollServer other) => client.At(other.Http);

    /// <summary>Polls, and the answer fails on its way.</summary>
    public static async Task LoseAnswerAsync(this PollClient client)
    {
        using HttpResponseMessage response = await client.RequestAsync(HttpMethod.Get, headers: [(BadNetwork.Header, "1")]);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }
}
