using System.Security.Claims;
using Channels.Typed.AspNetCore.LongPolling;
using Channels.Typed.AspNetCore.Tests.Fixture;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Time.Testing;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling;

/// <summary>A token belongs to the user that started its session, and to one mount.</summary>
public sealed class TokenUserTests
{
    private const string Gone = """{"status":410}""";
    private const string Heartbeat = """[null,"hb","phoenix","heartbeat",{}]""";

    private static readonly SessionAddress Address = new(Guid.NewGuid(), Guid.NewGuid());

    private readonly EphemeralDataProtectionProvider _keys = new();

    [Theory]
    [InlineData("ann", "ann", true)]
    [InlineData("ann", "bob", false)]
    [InlineData("ann", null, false)]
    [InlineData(null, null, true)]
    [InlineData(null, "bob", true)]
    public void Token_IsValidForTheUserOfTheSession(string? owner, string? user, bool isValid)
    {
        SessionTokens tokens = TokensOf("/socket/longpoll");

        string token = tokens.Create(Address, UserOf(owner));

        Assert.Equal(isValid ? Address : null, tokens.Read(token, UserOf(user)));
    }

    [Fact]
    public void Token_OfTheSameMountInAnotherGroup_IsNotValid()
    {
        string token = TokensOf("/a/socket/longpoll").Create(Address, UserOf(null));

        Assert.Null(TokensOf("/b/socket/longpoll").Read(token, UserOf(null)));
    }

    [Fact]
    public async Task RequestsOfAnotherUserOrGroup_AreNotOfTheSession()
    {
        await using FixtureServer server = await FixtureServer.StartAsync(use: app =>
        {
            app.Use((context, next) =>
            {
                context.User = UserOf(context.Request.Query["user"]);
                return next(context);
            });
            app.MapGroup("/a").MapChannels("/s", socket => socket.Add<FixtureChannel>());
            app.MapGroup("/b").MapChannels("/s", socket => socket.Add<FixtureChannel>());
        });
        using var owner = new PollClient(server.Http, "/a/s", "vsn=2.0.0&user=ann");
        await owner.OpenAsync();
        using var thief = new PollClient(server.Http, "/a/s", "vsn=2.0.0&user=bob") { Token = owner.Token };
        using var elsewhere = new PollClient(server.Http, "/b/s", "vsn=2.0.0&user=ann") { Token = owner.Token };

        Assert.Equal(Gone, await thief.PostAsync(Heartbeat));
        Assert.Equal(Gone, await elsewhere.PostAsync(Heartbeat));
        await owner.SendAsync(Heartbeat);
    }

    private static ClaimsPrincipal UserOf(string? id) =>
        new(new ClaimsIdentity(id is null ? [] : [new Claim(ClaimTypes.NameIdentifier, id)], "test"));

    private SessionTokens TokensOf(string pattern) =>
        new(_keys, pattern, "socket", TimeSpan.FromDays(1), new FakeTimeProvider(DateTimeOffset.UnixEpoch));
}
