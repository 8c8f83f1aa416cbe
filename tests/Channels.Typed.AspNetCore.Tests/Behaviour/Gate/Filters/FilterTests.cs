using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Gate.Filters;

public sealed class FilterTests
{
    private const string Ok = """["1","2","g:a","phx_reply",{"response":{"n":1},"status":"ok"}]""";
    private const string Crash = """["1","1","g:a","phx_error",{"reason":"channel_crash"}]""";

    [Fact]
    public async Task Filters_OfServerMountAndChannel_RunInThisOrderAroundJoinsAndEvents()
    {
        await using GuardedServer server = await GuardedServer.StartAsync(
            rules => rules.Filters.Add<RecordingFilter.Channel>(),
            options => options.Filters.Add<RecordingFilter.Server>(),
            mount => mount.Filters.Add<RecordingFilter.Mount>());
        RawClient client = await server.JoinAsync();

        await client.SendAsync("""["1","2","g:a","echo",{"n":1}]""");
        await client.ExpectAsync(Ok);
        await client.SendAsync("""["1","3","g:a","phx_leave",{}]""");
        await server.Log.Disposed.Task.Within();

        Assert.Equal(
            [
                "server in phx_join", "mount in phx_join", "channel in phx_join", "made", "join", "channel out Ok", "mount out Ok",
                "server out Ok",
                "server in echo", "mount in echo", "channel in echo", "echo", "channel out Ok", "mount out Ok", "server out Ok",
            ],
            server.Log.Entries.Take(15));
    }

    [Theory]
    [InlineData("wait", "Refused")]
    [InlineData("later", "Deferred")]
    [InlineData("silent", "Ok")]
    [InlineData("invented", "UnknownEvent")]
    [InlineData("crash", null)]
    public async Task Filter_SeesTheOutcome(string eventName, string? outcome)
    {
        await using GuardedServer server = await GuardedServer.StartAsync(rules => rules.Filters.Add<RecordingFilter.Channel>());
        RawClient client = await server.JoinAsync();
        server.Log.Release.SetResult();

        await client.SendAsync($$"""["1","2","g:a","{{eventName}}",{}]""");
        await client.SendAsync("""["1","3","g:a","phx_leave",{}]""");
        await server.Log.Disposed.Task.Within();

        Assert.Contains(outcome is null ? "channel threw None" : "channel out " + outcome, server.Log.Entries);
    }

    [Fact]
    public async Task Filter_SeesUserTopicAndEvent()
    {
        await using GuardedServer server = await StartAsync((call, next) =>
        {
            CallLog log = call.Services.GetRequiredService<CallLog>();
            log.Add($"{call.User.Identity?.Name} {call.Topic} {call.Template} {call.Event} {call.IsJoin} {call.Payload} {call.Socket.RemoteIpAddress}");
            return next(call);
        });
        RawClient client = await server.JoinAsync("ann");

        await client.SendAsync("""["1","2","g:a","echo",{"n":1}]""");
        await client.ExpectAsync(Ok);

        Assert.Equal(
            ["ann g:a g:{rest} phx_join True {} 127.0.0.1", "ann g:a g:{rest} echo False {\"n\":1} 127.0.0.1"],
            server.Log.Entries.Where(entry => entry.StartsWith("ann", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Filter_ThatRefuses_PreventsTheCallOfTheHandler()
    {
        await using GuardedServer server = await StartAsync((call, next) =>
        {
            if (call.IsJoin == (call.Topic == "g:closed"))
            {
                call.Refuse(call.IsJoin ? "\"closed\"" : "not now");
                return default;
            }

            return next(call);
        });
        RawClient client = await server.JoinAsync();

        await client.SendAsync("""["1","2","g:a","echo",{}]""");
        await client.ExpectAsync("""["1","2","g:a","phx_reply",{"response":{"reason":"not now"},"status":"error"}]""");
        await client.SendAsync("""["3","3","g:closed","phx_join",{}]""");
        await client.ExpectAsync("""["3","3","g:closed","phx_reply",{"response":{"reason":"\u0022closed\u0022"},"status":"error"}]""");

        Assert.Equal(["made", "join"], server.Log.Entries);
    }

    [Fact]
    public async Task Refusal_MayBeAnyPayload()
    {
        await using GuardedServer server = await StartAsync((call, next) =>
        {
            if (call.IsJoin)
            {
                return next(call);
            }

            call.Refuse(ChannelPayload.From(new Note("later"), FixtureJson.Default.Note));
            return default;
        });
        RawClient client = await server.JoinAsync();

        await client.SendAsync("""["1","2","g:a","echo",{}]""");

        await client.ExpectAsync("""["1","2","g:a","phx_reply",{"response":{"text":"later"},"status":"error"}]""");
    }

    [Fact]
    public async Task Filter_ThatWaits_StillHasThePayload()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using GuardedServer server = await StartAsync(async (call, next) =>
        {
            if (!call.IsJoin)
            {
                await gate.Task;
            }

            await next(call);
        });
        RawClient client = await server.JoinAsync();
        await client.SendAsync("""["1","2","g:a","echo",{"n":1}]""");
        await client.SendAsync("""["1","3","g:a","echo",{"n":2}]""");
        await client.SendAsync("""[null,"4","phoenix","heartbeat",{}]""");
        await client.ExpectAsync("""[null,"4","phoenix","phx_reply",{"response":{},"status":"ok"}]""");

        gate.SetResult();

        await client.ExpectAsync(Ok, """["1","3","g:a","phx_reply",{"response":{"n":2},"status":"ok"}]""");
    }

    [Fact]
    public async Task Filter_ThatDropsAnEvent_LeavesTheClientWithoutReply()
    {
        await using GuardedServer server = await StartAsync((call, next) => call.IsJoin || call.Event == "echo" ? next(call) : default);
        RawClient client = await server.JoinAsync();

        await client.SendAsync("""["1","9","g:a","other",{}]""");
        await client.SendAsync("""["1","2","g:a","echo",{"n":1}]""");

        await client.ExpectAsync(Ok);
    }

    [Theory]
    [InlineData("throws")]
    [InlineData("calls next twice")]
    [InlineData("refuses what was handled")]
    public async Task Filter_ThatFails_CrashesTheChannel(string how)
    {
        await using GuardedServer server = await StartAsync(async (call, next) =>
        {
            if (!call.IsJoin && how == "throws")
            {
                throw new InvalidOperationException("filter");
            }

            await next(call);
            if (!call.IsJoin && how == "calls next twice")
            {
                await next(call);
            }

            if (!call.IsJoin)
            {
                call.Refuse("too late");
            }
        });
        RawClient client = await server.JoinAsync();

        await client.SendAsync("""["1","2","g:a","silent",{}]""");

        await client.ExpectAsync(Crash);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Filter_ThatThrowsOrDropsAJoin_CrashesTheJoin(bool isThrown)
    {
        await using GuardedServer server = await StartAsync((_, _) => isThrown ? throw new InvalidOperationException("filter") : default);
        RawClient client = await server.ConnectAsync();

        await client.SendAsync("""["1","1","g:a","phx_join",{}]""");

        await client.ExpectAsync("""["1","1","g:a","phx_reply",{"response":{"reason":"join crashed"},"status":"error"}]""");
        Assert.Empty(server.Log.Entries);
    }

    // The scripted filter is a singleton among the services.
    private static Task<GuardedServer> StartAsync(Func<ChannelCall, ChannelFilterDelegate, ValueTask> script) => GuardedServer.StartAsync(
        rules => rules.Filters.Add<ScriptedFilter>(), services: services => services.AddSingleton(new ScriptedFilter(script)));
}
