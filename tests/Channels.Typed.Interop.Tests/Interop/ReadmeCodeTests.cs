using System.Net;
using Channels.Typed.Interop.Tests.Fixture;
using Chat;

namespace Channels.Typed.Interop.Tests.Interop;

/// <summary>The programs in README.md do what it says.</summary>
public sealed class ReadmeCodeTests
{
    [Fact]
    public async Task Hello_PrintsTheGreetingAndEnds()
    {
        await using LineProcess hello = LineProcess.Start("dotnet", Repository.Hello, "--urls", "http://127.0.0.1:0");

        await hello.ExpectAsync("Hello, Ann!");

        Assert.Equal(0, await hello.WaitForExitAsync());
    }

    [Fact]
    public async Task Greeter_MemberJoins_IsGreeted()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        string address = server.Page.GetLeftPart(UriPartial.Authority);
        await using LineProcess greeter = LineProcess.Start("dotnet", Repository.Sample("Chat.Greeter"), address);
        await greeter.ExpectAsync("In the lobby: greeter.");

        await using ChatClient ann = await ChatClient.JoinAsync(server, "Ann");

        Message greeting = Assert.IsType<Message>(await ann.Events.Received.NextAsync());
        Assert.Equal(("greeter", "Hello, Ann!"), (greeting.Nick, greeting.Body));
    }

    [Fact]
    public async Task Greeter_NickTaken_SaysSo()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChatClient other = await ChatClient.JoinAsync(server, "greeter");
        string address = server.Page.GetLeftPart(UriPartial.Authority);
        await using LineProcess greeter = LineProcess.Start("dotnet", Repository.Sample("Chat.Greeter"), address);

        await greeter.ExpectAsync("There is a greeter already.");

        Assert.Equal(0, await greeter.WaitForExitAsync());
    }

    [Fact]
    public async Task Announcer_ReachesTheRoom()
    {
        await using ChatHost server = await ChatHost.StartAsync();
        await using ChatClient ann = await ChatClient.JoinAsync(server, "Ann");
        using var http = new HttpClient { BaseAddress = server.Page };
        using var text = new StringContent("Tea is ready");

        using HttpResponseMessage response = await http.PostAsync("/announce/lobby", text);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Message announcement = Assert.IsType<Message>(await ann.Events.Received.NextAsync());
        Assert.Equal(("the house", "Tea is ready"), (announcement.Nick, announcement.Body));
    }
}
