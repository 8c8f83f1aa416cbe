namespace Channels.Typed;

/// <summary>What every channel contract extends: it names the events that the server sends.</summary>
/// <typeparam name="TEvents">The interface whose methods have <see cref="HandleOutAttribute"/>.</typeparam>
#pragma warning disable CA1040 // A contract has no members but its own.
public interface IChannel<TEvents>
    where TEvents : class;
#pragma warning restore CA1040
