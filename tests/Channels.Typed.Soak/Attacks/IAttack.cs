namespace Channels.Typed.Soak.Attacks;

/// <summary>Something that one client does to a server with all defaults.</summary>
internal interface IAttack
{
    string Name { get; }

    /// <summary>
    /// Attacks, and returns when the attack has its whole effect. What is returned is disposed afterwards: the client disappears.
    /// </summary>
    /// <exception cref="IOException">The server did what it must not do.</exception>
    Task<IDisposable> RunAsync(Server server);
}
