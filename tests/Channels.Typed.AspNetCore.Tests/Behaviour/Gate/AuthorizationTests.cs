using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Gate;

public class AuthorizationTests
{
    private const string Ok = """["1","2","g:a","phx_reply",{"response":{"n":1},"status":"ok"}]""";
    private const string Unauthorized = """["1","2","g:a","phx_reply",{"response":{"reason":"unauthorized","refused_by":"server"},"status":"error"}]""";

    [Fact]
    public async Task Join_WithoutUser_IsUnauthorized_AndCreatesNoHandler()
    {
        await using GuardedServer server = await StartAsync(rules => rules.RequireAuthorization());
        RawClient client = await server.ConnectAsync();

        await client.SendAsync("""["1","2","g:a","phx_join",{}]""");

        await client.ExpectAsync(Unauthorized);
        Assert.Empty(server.Log.Entries);
        await server.JoinAsync("ann");
    }

    [Fact]
    public async Task Event_ForbiddenToTheUser_IsUnauthorized_AndTheChannelLives()
    {
        await using GuardedServer server = await StartAsync(
            rules => rules.On("other").RequireAuthorization(new AuthorizeAttribute { Roles = "ann" }));
        RawClient client = await server.JoinAsync("bob");

        await client.SendAsync("""["1","2","g:a","other",{"n":1}]""");
        await client.ExpectAsync(Unauthorized);
        await client.SendAsync("""["1","2","g:a","echo",{"n":1}]""");
        await client.ExpectAsync(Ok);

        RawClient ann = await server.JoinAsync("ann");
        await ann.SendAsync("""["1","2","g:a","other",{"n":1}]""");
        await ann.ExpectAsync(Ok);
        Assert.Equal(["other"], server.Log.Entries.Where(entry => entry == "other"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Policy_ReadsTopicAndEvent_SynchronouslyOrNot(bool isLate)
    {
        await using GuardedServer server = await StartAsync(
            rules => rules.On("echo").RequireAuthorization("topic"),
            policy => policy.RequireAssertion(async context =>
            {
                if (isLate)
                {
                    await Task.Yield();
                }

                return context.Resource is ChannelRequest { Topic: "g:a", Event: "echo", IsJoin: false };
            }));
        RawClient client = await server.JoinAsync();
        await client.SendAsync("""["3","3","g:b","phx_join",{}]""");
        await client.ExpectAsync("""["3","3","g:b","phx_reply",{"response":{},"status":"ok"}]""");

        await client.SendAsync("""["1","2","g:a","echo",{"n":1}]""");
        await client.ExpectAsync(Ok);
        await client.SendAsync("""["3","2","g:b","echo",{"n":1}]""");
        await client.ExpectAsync("""["3","2","g:b","phx_reply",{"response":{"reason":"unauthorized","refused_by":"server"},"status":"error"}]""");
    }

    [Fact]
    public async Task Attributes_OnAnUntypedChannel_Apply()
    {
        await using FixtureServer server = await FixtureServer.StartAsync(
            build: builder => builder.Services.AddAuthorization(),
            use: app => Microsoft.AspNetCore.Builder.ChannelsEndpointRouteBuilderExtensions.MapChannels(
                app, "/m", socket => socket.Add<MembersChannel>("m")));
        RawClient client = await server.ConnectAsync(path: "/m/websocket");

        await client.SendAsync("""["1","1","m","phx_join",{}]""");

        await client.ExpectAsync("""["1","1","m","phx_reply",{"response":{"reason":"unauthorized","refused_by":"server"},"status":"error"}]""");
    }

    [Fact]
    public async Task Policy_ThatDoesNotExist_ThrowsWhenTheSocketIsMapped()
    {
        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(
            () => StartAsync(rules => rules.On("echo").RequireAuthorization("missing")));

        Assert.StartsWith("'echo' of 'GuardedChannel' cannot be authorized: ", e.Message, StringComparison.Ordinal);
        Assert.Contains("'missing'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AuthenticationSchemes_ThrowWhenTheSocketIsMapped()
    {
        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(
            () => StartAsync(rules => rules.RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = "Bearer" })));

        Assert.Contains("RequireAuthorization", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingServices_ThrowWhenTheSocketIsMapped()
    {
        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(
            () => GuardedServer.StartAsync(rules => rules.RequireAuthorization()));

        Assert.Equal("'phx_join' of 'GuardedChannel' needs authorization, which is not among the services. Call builder.Services.AddAuthorization().", e.Message);
    }

    private static Task<GuardedServer> StartAsync(Action<ChannelRules> rules, Action<AuthorizationPolicyBuilder>? policy = null) =>
        GuardedServer.StartAsync(
            rules,
            services: services => services.AddAuthorization(
                options => options.AddPolicy("topic", policy ?? (builder => builder.RequireAuthenticatedUser()))));

    [Authorize]
    private sealed class MembersChannel : UntypedChannel
    {
        protected override ValueTask<ChannelReply> JoinAsync(ChannelPayload payload, CancellationToken cancellationToken) =>
            new(ChannelReply.Ok());

        protected override ValueTask<ChannelReply> HandleInAsync(
            string eventName, ChannelPayload payload, CancellationToken cancellationToken) =>
            new(ChannelReply.Ok());
    }
}
