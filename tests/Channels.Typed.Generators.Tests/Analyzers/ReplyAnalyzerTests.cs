using Channels.Typed.Generators.Tests.Harness;

namespace Channels.Typed.Generators.Tests.Analyzers;

public class ReplyAnalyzerTests
{
    private const string Message = "is ignored, so a refusal would not be noticed; look at it, or discard it with '_ ='";

    [Theory]
    [InlineData("{|CHT0403:await room.PostMessageAsync(new PostMessage(\"a\"))|};", "'PostMessageAsync'")]
    [InlineData("{|CHT0403:await room.PostMessageAsync(new PostMessage(\"a\")).ConfigureAwait(false)|};", "'PostMessageAsync'")]
    [InlineData("{|CHT0403:await room.JoinAsync(new JoinRoom(\"a\"))|};", "'JoinAsync'")]
    [InlineData("{|CHT0403:room.JoinAsync(new JoinRoom(\"a\"))|};", "'JoinAsync'")]
    [InlineData("{|CHT0403:maybe?.JoinAsync(new JoinRoom(\"a\"))|};", "'JoinAsync'")]
    [InlineData("{|CHT0403:await posting|};", "the call")]
    [InlineData("if (token.IsCancellationRequested) {|CHT0403:await posting|};", "the call")]
    [InlineData(
        "room.OnTyping(async notice => {|CHT0403:await room.PostMessageAsync(new PostMessage(notice.Nick))|});",
        "'PostMessageAsync'")]
    public async Task ReplyThatIsDropped_IsCHT0403(string statement, string name)
    {
        string message = Assert.Single(await AnalyzerRun.ExpectAsync(Source(statement)));

        Assert.Equal($"The reply of {name} {Message}", message);
    }

    [Theory]
    [InlineData("_ = await room.PostMessageAsync(new PostMessage(\"a\"));")]
    [InlineData("_ = room.PostMessageAsync(new PostMessage(\"a\"));")]
    [InlineData("if ((await room.PostMessageAsync(new PostMessage(\"a\"))).IsOk) { }")]
    [InlineData("Reply<Posted, PostRefused> reply = await posting;")]
    [InlineData("await Task.WhenAll(posting, posting);")]
    [InlineData("await room.TypingAsync(token);")]
    [InlineData("await room.LeaveAsync(token);")]
    [InlineData("room.OnTyping(async notice => _ = await room.PostMessageAsync(new PostMessage(notice.Nick)));")]
    public async Task ReplyThatIsUsedOrDiscarded_HasNoDiagnostic(string statement) =>
        Assert.Empty(await AnalyzerRun.ExpectAsync(Source(statement)));

    private static string Source(string statement) => Sources.Payloads + Sources.Contract + $$"""
        namespace Chat
        {
            public static class Use
            {
                public static async Task RunAsync(
                    RoomChannelClient room, IRoomChannelClient? maybe, Task<Reply<Posted, PostRefused>> posting, CancellationToken token)
                {
                    await Task.Yield();
                    {{statement}}
                }
            }
        }
        """;
}
