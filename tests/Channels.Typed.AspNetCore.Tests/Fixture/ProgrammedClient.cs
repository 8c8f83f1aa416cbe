namespace Channels.Typed.AspNetCore.Tests.Fixture;

/// <summary>Clients of a server that was started with <see cref="ChannelProgram.StartAsync"/>.</summary>
internal static class ProgrammedClient
{
    public static Task<RawClient> ConnectToProgramAsync(this FixtureServer server) => server.ConnectAsync(path: "/programmed/websocket");

    /// <summary>Sends a join with the given join ref and ref, and expects its reply <c>ok</c>.</summary>
    public static async Task JoinProgramAsync(this RawClient client, string topic = "p:a", string reference = "1")
    {
        await client.SendJoinAsync(topic, reference);
        await client.ExpectAsync($$"""["{{reference}}","{{reference}}","{{topic}}","phx_reply",{"response":{},"status":"ok"}]""");
    }

    /// <summary>Sends a join, and expects nothing.</summary>
    public static Task SendJoinAsync(this RawClient client, string topic = "p:a", string reference = "1") =>
        client.SendAsync($$"""["{{reference}}","{{reference}}","{{topic}}","phx_join",{}]""");
}
