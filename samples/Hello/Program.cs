// A server and a client in one program. It prints "Hello, Ann!" and ends.

using Channels.Typed.Client;
using Hello;

#region readme-hello
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddChannels();
await using WebApplication app = builder.Build();
app.MapChannels("/socket", channels => channels.Add<HelloChannel>());
await app.StartAsync();

await using var socket = new ChannelSocket(new Uri(app.Urls.First() + "/socket"));
await using HelloChannelClient hello = socket.HelloChannel();
await hello.JoinAsync();
Console.WriteLine((await hello.GreetAsync(new Person("Ann"))).Text);
#endregion
