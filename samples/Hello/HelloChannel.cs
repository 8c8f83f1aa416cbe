using Channels.Typed;

namespace Hello;

#region readme-hello-handler
[ChannelHandler]
public sealed partial class HelloChannel : IHelloChannel
{
    public Task JoinAsync() => Task.CompletedTask;

    public Task<Greeting> GreetAsync(Person person) => Task.FromResult(new Greeting($"Hello, {person.Name}!"));
}
#endregion
