using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Catalogue;

public sealed class EndCases(InteropProcess server) : CatalogueCases(server)
{
    [Fact]
    public async Task Case099_Case100_Leave_IsAnsweredThenClosedAndTheSecondIsOkOnly()
    {
        RawClient client = await JoinAsync("case:words99");

        await client.SendAsync("""["1","12","case:words99","phx_leave",{}]""");
        await client.ExpectAsync(
            """["1","12","case:words99","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","1","case:words99","phx_close",{}]""",
            """["1",null,"case:words99","you_left",{"text":"Left"}]""");

        await client.SendAsync("""["1","13","case:words99","phx_leave",{}]""");
        await client.ExpectAsync("""["1","13","case:words99","phx_reply",{"response":{},"status":"ok"}]""");
        await client.ExpectSilenceAsync();
    }

    [Theory]
    [InlineData("stop_noreply")]
    [InlineData("stop_shutdown")]
    public async Task Case101_Stop_ClosesTheChannel(string name)
    {
        RawClient client = await JoinAsync("room:c101");

        await client.SendAsync($$"""["1","2","room:c101","{{name}}",{}]""");

        await client.ExpectAsync("""["1","1","room:c101","phx_close",{}]""");
    }

    [Fact]
    public async Task Case102_StopWithReply_RepliesThenCloses()
    {
        RawClient client = await JoinAsync("room:c102");

        await client.SendAsync("""["1","2","room:c102","stop",{}]""");

        await client.ExpectAsync(
            """["1","2","room:c102","phx_reply",{"response":{"bye":true},"status":"ok"}]""",
            """["1","1","room:c102","phx_close",{}]""");
    }

    [Fact]
    public async Task Case104_FailWithReply_RepliesThenSendsError()
    {
        RawClient client = await JoinAsync("room:c104");

        await client.SendAsync("""["1","2","room:c104","stop_boom",{}]""");

        await client.ExpectAsync(
            """["1","2","room:c104","phx_reply",{"response":{"bye":true},"status":"ok"}]""",
            """["1","1","room:c104","phx_error",{"reason":"channel_crash"}]""");
    }

    [Fact]
    public async Task Case105_Case108_Case109_Crash_SendsErrorAfterTerminateAndTheTopicIsFree()
    {
        RawClient client = await JoinAsync("case:words105");

        await client.SendAsync("""["1","2","case:words105","crash",{}]""");
        await client.ExpectAsync(
            """["1",null,"case:words105","you_left",{"text":"Crashed"}]""",
            """["1","1","case:words105","phx_error",{"reason":"channel_crash"}]""");

        await client.SendAsync("""["1","3","case:words105","ack",{}]""");
        await client.ExpectAsync("""[null,"3","case:words105","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""");

        await JoinAsync(client, "case:words105", "4");
    }

    [Fact]
    public async Task Case110_Crash_DoesNotAffectOtherChannels()
    {
        RawClient client = await JoinAsync("case:110a");
        await JoinAsync(client, "case:110b", "2");

        await client.SendAsync("""["1","3","case:110a","crash",{}]""");
        await client.ExpectAsync("""["1","1","case:110a","phx_error",{"reason":"channel_crash"}]""");

        await client.SendAsync("""["2","4","case:110b","ack",{}]""");
        await client.ExpectAsync("""["2","4","case:110b","phx_reply",{"response":{},"status":"ok"}]""");
    }

    [Fact]
    public async Task Case112_Case113_JoinAgain_RepliesThenClosesTheOld()
    {
        RawClient client = await JoinAsync("case:112");

        await client.SendAsync("""["2","2","case:112","phx_join",{"after":true}]""");
        await client.ExpectAsync(
            """["2","2","case:112","phx_reply",{"response":{"name":"112"},"status":"ok"}]""",
            """["1","1","case:112","phx_close",{}]""",
            """[null,null,"case:112","entered",{"text":"all"}]""",
            """["2",null,"case:112","hello",{"text":"you"}]""");

        await client.SendAsync("""["1","3","case:112","ack",{}]""");
        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task Case114_JoinAgainWithTheSameRefs_RepliesThenClosesTheOld()
    {
        RawClient client = await JoinAsync("bench:c114");

        await client.SendAsync("""["1","1","bench:c114","phx_join",{}]""");

        await client.ExpectAsync(
            """["1","1","bench:c114","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","1","bench:c114","phx_close",{}]""");
    }

    [Fact]
    public async Task Case117_JoinAgainThatIsRefused_ClosesTheOldAnyway()
    {
        RawClient client = await JoinAsync("case:117");

        await client.SendAsync("""["2","2","case:117","phx_join",{"refuse":true}]""");
        await client.ExpectAsync(
            """["2","2","case:117","phx_reply",{"response":{"reason":"nope"},"status":"error"}]""",
            """["1","1","case:117","phx_close",{}]""");

        await client.SendAsync("""["1","3","case:117","ack",{}]""");
        await client.ExpectAsync("""[null,"3","case:117","phx_reply",{"response":{"reason":"unmatched topic"},"status":"error"}]""");
    }

    [Fact]
    public async Task Case119_LeaveThenJoin_AreAnsweredInOrder()
    {
        RawClient client = await JoinAsync("bench:c119");

        await client.SendAsync("""["1","2","bench:c119","phx_leave",{}]""");
        await client.ExpectAsync(
            """["1","2","bench:c119","phx_reply",{"response":{},"status":"ok"}]""",
            """["1","1","bench:c119","phx_close",{}]""");

        await JoinAsync(client, "bench:c119", "3");
    }

    [Fact]
    public async Task Case121_CrashThenJoin_AreAnsweredInOrder()
    {
        RawClient client = await JoinAsync("case:121");

        await client.SendAsync("""["1","2","case:121","crash",{}]""");
        await client.ExpectAsync("""["1","1","case:121","phx_error",{"reason":"channel_crash"}]""");

        await JoinAsync(client, "case:121", "3");
    }

    [Fact]
    public async Task Case125_JoinBehindASlowPush_DropsThePush()
    {
        RawClient client = await JoinAsync("case:125");

        await client.SendAsync("""["1","2","case:125","slow",{}]""");
        await client.SendAsync("""["3","3","case:125","phx_join",{}]""");

        await client.ExpectAsync(
            """["3","3","case:125","phx_reply",{"response":{"name":"125"},"status":"ok"}]""",
            """["1","1","case:125","phx_close",{}]""");
        await client.ExpectSilenceAsync();
    }
}
