using Channels.Typed;

namespace Hello;

#region readme-hello-contract
[Channel("hello")]
public partial interface IHelloChannel : IChannel<IHelloEvents>
{
    [Join]
    Task JoinAsync();

    [HandleIn]
    Task<Greeting> GreetAsync(Person person);           // Person and Greeting are records with one property
}
#endregion
