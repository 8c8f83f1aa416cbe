using System.Text.RegularExpressions;
using Channels.Typed.Client.Tests.Fixture;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Behaviour;

/// <summary>
/// Problems that users of other clients reported. Checks their table in docs/compatibility.md, and tests those that no other test
/// covers.
/// </summary>
public sealed partial class ReportedElsewhereTests
{
    // In groups: joins and order, wire format and payloads, types.
    private static readonly string[] Reports =
    [
        "phoenix#1483", "phoenix#1615", "phoenix#3171", "phoenix#3295", "phoenix#1740", "phoenix#2115", "phoenix#5668", "phoenix#6800",
        "slipstream#84", "nerves_hub_web#2506", "nerves_hub_web#2931", "skate#3295", "phoenix#2314", "phoenix_pubsub#117",
        "firezone#3834", "PhoenixSharp#11", "SwiftPhoenixClient#176",
        "phoenix#5815", "phoenix#3200", "phoenix#2120", "phoenix#810", "phoenix#3532", "phoenix#4079", "phoenix#5275", "slipstream#5",
        "phoenix_gen_socket_client#70", "phoenix-socket-dart#103", "SwiftPhoenixClient#244", "SwiftPhoenixClient#273",
        "phoenix-socket-dart#105", "phoenix-channels-client#10", "JavaPhoenixChannels#56", "phoenix#4345", "phoenix#5015", "hexpm#1742",
        "nerves_hub_web#3015",
        "phoenix#4148", "DefinitelyTyped#50844", "DefinitelyTyped#57725", "phoenix_live_view#4221", "firezone#6461", "phoenix#848",
        "phoenix#2388", "phoenix#3825", "phoenix#1141", "phoenix_chat_example#30", "phoenix#1110",
    ];

    [Fact]
    public async Task Joins_OfSeveralTopics_AreAnsweredInAnyOrder()
    {
        await using var client = new TestClient();
        ScriptedConnection connection = await client.ConnectAsync();
        Task<ReplyFrame> slow = client.CreateChannel("room:slow").JoinAsync();
        Task<ReplyFrame> quick = client.CreateChannel("room:quick").JoinAsync();
        await connection.ExpectAsync("""["1","1","room:slow","phx_join",{}]""", """["2","2","room:quick","phx_join",{}]""");

        connection.SendOk(2, 2, "room:quick");
        _ = await quick.Within();
        Assert.False(slow.IsCompleted);
        connection.SendOk(1, 1, "room:slow");

        _ = await slow.Within();
    }

    [Fact]
    public async Task Reply_BeforeTheWriteReturns_IsNotMissed()
    {
        await using var client = new TestClient();
        ScriptedConnection connection = await client.ConnectAsync();
        IClientChannel channel = client.CreateChannel();
        connection.HoldWrites();

        Task<ReplyFrame> join = channel.JoinAsync();
        await connection.WriteHeld;
        connection.SendOk(1, 1);

        Assert.Equal("ok {}", (await join.Within()).Text());
        connection.ReleaseWrites();
        await connection.ExpectAsync("""["1","1","room:a","phx_join",{}]""");
    }

    [Fact]
    public void EveryReport_HasARowThatNamesItsTests()
    {
        string[][] rows = MarkdownTable.Read("docs/compatibility.md", "Report");

        Assert.Equal(
            Reports.Order(StringComparer.Ordinal),
            rows.SelectMany(static row => Report().Matches(row[0])).Select(static match => match.Value).Order(StringComparer.Ordinal));
        HashSet<string> tests = [.. Tests()];
        Assert.All(rows, row =>
        {
            Assert.Matches(@"^\*\*(same|better|not yet|nothing alike)\*\*(: .+)?$", row[2]);
            string[] shownBy = [.. Code().Matches(string.Concat(row.Skip(3))).Select(static match => match.Groups[1].Value)];
            Assert.Equal(row[2].StartsWith("**not yet**", StringComparison.Ordinal), shownBy.Length == 0);
            Assert.All(shownBy, name => Assert.Contains(name, tests));
        });
    }

    // The tests of the server are in other assemblies, so the source files are read instead of using reflection.
    private static IEnumerable<string> Tests() => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
        .SelectMany(static file => TestMethod().Matches(File.ReadAllText(file))
            .Select(match => $"{Path.GetFileNameWithoutExtension(file)}.{match.Groups[1].Value}"));

    [GeneratedRegex(@"[\w-]+#\d+")]
    private static partial Regex Report();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\[(?:Fact|Theory)[^\n]*\n(?:\s*\[.*\n)*\s*public (?:async )?(?:Task|void) (\w+)\(")]
    private static partial Regex TestMethod();
}
