using Channels.Typed.Client;
using Chat;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Channels.Typed.Testing.Tests.ClientPage;

/// <summary>Sockets and generated clients from a container.</summary>
public sealed class InjectionTests
{
    private static readonly Uri Endpoint = new("wss://chat.example/socket");

    [Fact]
    public async Task Application_ResolvesItsRoom_WhichTheHostDisposes()
    {
        var server = new TestChannelServer();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        #region readme-client-injection
        builder.Services.AddChannelSocket(new Uri("wss://chat.example/socket"), options => options.Params["app"] = "greeter");
        builder.Services.AddRoomChannel("lobby");
        builder.Services.AddSingleton<Greeter>();           // its constructor takes IRoomChannelClient
        #endregion
        builder.Services.Configure<ChannelSocketOptions>(options => options.TransportFactory = server);
        IHost host = builder.Build();
        Task running = host.Services.GetRequiredService<Greeter>().RunAsync(CancellationToken.None);
        TestConnection connection = await server.AcceptAsync();
        (await connection.ExpectJoinAsync("room:lobby")).ReplyOk(new RoomSnapshot([], ["greeter"]), ChatJson.Default.RoomSnapshot);
        connection.Push("room:lobby", "member_joined", new Member("ann"), ChatJson.Default.Member);
        (await connection.ExpectPushAsync("room:lobby", "post_message")).ReplyOk(new Posted(1), ChatJson.Default.Posted);

        Task disposing = ((IAsyncDisposable)host).DisposeAsync().AsTask();
        (await connection.ExpectLeaveAsync("room:lobby")).ReplyOk();

        await disposing.Within();
        await running.Within();
        await connection.Ended.Within();
    }

    [Fact]
    public async Task Client_IsOneUnderBothTypesAndItsTopic()
    {
        await using ServiceProvider services = new ServiceCollection()
            .AddChannelSocket(Endpoint)
            .AddRoomChannel("lobby")
            .BuildServiceProvider();

        IRoomChannelClient room = services.GetRequiredService<IRoomChannelClient>();

        Assert.Equal(new RoomTopic("lobby"), room.Topic);
        Assert.Same(room, services.GetRequiredService<RoomChannelClient>());
        Assert.Same(room, services.GetRequiredKeyedService<IRoomChannelClient>("room:lobby"));
        Assert.Same(room, services.GetRequiredKeyedService<RoomChannelClient>("room:lobby"));
    }

    [Fact]
    public async Task SeveralTopics_AreTakenByKeyAndTheLastOneWithout()
    {
        await using ServiceProvider services = new ServiceCollection()
            .AddChannelSocket(Endpoint).AddRoomChannel("lobby").AddRoomChannel(new RoomTopic("attic")).BuildServiceProvider();

        Assert.Equal("room:lobby", services.GetRequiredKeyedService<IRoomChannelClient>("room:lobby").Topic.ToString());
        Assert.Equal("room:attic", services.GetRequiredKeyedService<IRoomChannelClient>("room:attic").Topic.ToString());
        Assert.Same(services.GetRequiredKeyedService<IRoomChannelClient>("room:attic"), services.GetRequiredService<IRoomChannelClient>());
        Assert.Equal(2, services.GetServices<IRoomChannelClient>().Distinct().Count());
    }

    [Fact]
    public async Task NamedSocket_CarriesTheClient()
    {
        var server = new TestChannelServer();
        await using ServiceProvider services = new ServiceCollection()
            .AddChannelSocket(Endpoint)
            .AddChannelSocket("chat", Endpoint, options => options.TransportFactory = server)
            .AddRoomChannel("lobby", socketName: "chat")
            .AddRoomChannel(_ => new RoomTopic("attic"), "chat")
            .BuildServiceProvider();

        Task lobby = services.GetRequiredKeyedService<IRoomChannelClient>("room:lobby").JoinAsync(new JoinRoom("ann"));
        TestConnection connection = await server.AcceptAsync();
        (await connection.ExpectJoinAsync("room:lobby")).ReplyError(new JoinRefused.NickTaken(), ChatJson.Default.JoinRefused);
        await lobby.Within();
        Task attic = services.GetRequiredService<IRoomChannelClient>().JoinAsync(new JoinRoom("ann"));
        (await connection.ExpectJoinAsync("room:attic")).ReplyError(new JoinRefused.NickTaken(), ChatJson.Default.JoinRefused);
        await attic.Within();
    }

    [Fact]
    public async Task TopicOfAFactory_IsAskedOnceWithTheServices()
    {
        int asked = 0;
        await using ServiceProvider services = new ServiceCollection()
            .AddSingleton(new Member("ann"))
            .AddChannelSocket(Endpoint)
            .AddRoomChannel(provider =>
            {
                asked++;
                return new RoomTopic(provider.GetRequiredService<Member>().Nick);
            })
            .BuildServiceProvider();
        Assert.Equal(0, asked);

        Assert.Equal("ann", services.GetRequiredService<IRoomChannelClient>().Topic.Room);
        Assert.Same(services.GetRequiredService<RoomChannelClient>(), services.GetRequiredService<IRoomChannelClient>());
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task NoSocket_ThrowsWithTheMissingType()
    {
        await using ServiceProvider services = new ServiceCollection().AddRoomChannel("lobby").BuildServiceProvider();

        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(services.GetRequiredService<IRoomChannelClient>);

        Assert.Contains("IChannelSocket", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fake_TakesTheClientsPlace()
    {
        var room = new FakeRoom();
        await using ServiceProvider services = new ServiceCollection()
            .AddChannelSocket(Endpoint).AddRoomChannel("lobby")
            .AddSingleton<IRoomChannelClient>(room)
            .AddSingleton<Greeter>()
            .BuildServiceProvider();

        Task running = services.GetRequiredService<Greeter>().RunAsync(CancellationToken.None);
        await room.MemberJoined.RaiseAsync(new Member("ann"));
        await room.LeaveAsync();
        await running.Within();

        Assert.Equal(["Hello, ann!"], room.Posts);
    }
}
