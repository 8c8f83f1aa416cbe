namespace Channels.Typed;

/// <summary>The base interface of all channel contracts. Its type argument declares the events that the server sends.</summary>
/// <typeparam name="TEvents">The interface whose methods have <see cref="HandleOutAttribute"/>.</typeparam>
#pragma warning disable CA1040 // It only marks contracts, so it has no members.
public interface IChannel<TEvents>
    where TEvents : class;
#pragma warning restore CA1040
