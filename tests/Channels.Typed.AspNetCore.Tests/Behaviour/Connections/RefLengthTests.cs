using Channels.Typed.AspNetCore.Tests.Fixture;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Connections;

/// <summary>The server keeps refs for as long as a channel lives, so they have at most 255 bytes, as in binary frames.</summary>
public sealed class RefLengthTests
{
    private const string Json = "application/json"; // The body of a POST is one message.
    private const int Longest = 255;

    public static TheoryData<string, string> LongestRefs { get; } = Refs(Longest);

    public static TheoryData<string, string> TooLongRefs { get; } = Refs(Longest + 1);

    [Theory]
    [MemberData(nameof(LongestRefs))]
    public async Task Ref_Of255Bytes_IsEchoed(string version, string reference)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync("vsn=" + version);

        await client.SendAsync(Frame(version, reference, reference));

        Assert.Contains(reference, await client.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(TooLongRefs))]
    public async Task Ref_Of256Bytes_ClosesWith1011(string version, string reference)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync("vsn=" + version);

        await client.SendAsync(Frame(version, "null", reference));

        await client.ExpectAsync("close 1011");
    }

    [Theory]
    [MemberData(nameof(TooLongRefs))]
    public async Task JoinRef_Of256Bytes_ClosesWith1011(string version, string reference)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        RawClient client = await server.ConnectAsync("vsn=" + version);

        await client.SendAsync(Frame(version, reference, "null"));

        await client.ExpectAsync("close 1011");
    }

    [Theory]
    [InlineData("1.0.0")]
    [InlineData("2.0.0")]
    public async Task Ref_Of256BytesOverLongPolling_EndsTheSession(string version)
    {
        await using FixtureServer server = await FixtureServer.StartAsync();
        using var client = new PollClient(server.Http, "/socket", "vsn=" + version);
        await client.OpenAsync();
        string longest = Text(Longest);
        Assert.Equal("""{"status":200}""", await client.PostAsync(Frame(version, "null", longest), Json));
        Assert.Contains(longest.Trim('"'), await client.PollAsync(), StringComparison.Ordinal);

        Assert.Equal("""{"status":408}""", await client.PostAsync(Frame(version, "null", Text(Longest + 1)), Json));

        Assert.Equal("""{"messages":[],"status":410,"token":"TOKEN"}""", await client.PollAsync());
    }

    // The length of a string is that of its text as it is written, without the quotes.
    private static TheoryData<string, string> Refs(int length)
    {
        var refs = new TheoryData<string, string>();
        foreach (string version in (string[])["1.0.0", "2.0.0"])
        {
            refs.Add(version, Text(length));
            refs.Add(version, new string('1', length));
            refs.Add(version, $"[{new string('1', length - 2)}]");
        }

        return refs;
    }

    private static string Text(int length) => '"' + new string('a', length) + '"';

    private static string Frame(string version, string joinRef, string reference) => version == "1.0.0"
        ? $$$"""{"topic":"phoenix","event":"heartbeat","payload":{},"ref":{{{reference}}},"join_ref":{{{joinRef}}}}"""
        : $$"""[{{joinRef}},{{reference}},"phoenix","heartbeat",{}]""";
}
