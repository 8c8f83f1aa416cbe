namespace Channels.Typed;

/// <summary>A payload without content: <c>{}</c> on the wire, whatever a peer sends in its place is ignored.</summary>
/// <remarks>For example <c>Reply&lt;Empty, Refused&gt;</c>, a reply that says no more than "ok".</remarks>
public readonly struct Empty : IEquatable<Empty>
{
    /// <inheritdoc/>
    public bool Equals(Empty other) => true;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Empty;

    /// <inheritdoc/>
    public override int GetHashCode() => 0;

    /// <summary>Compares two empty payloads, which are always equal.</summary>
    /// <param name="left">One payload.</param>
    /// <param name="right">The other.</param>
    /// <returns>Always <see langword="true"/>.</returns>
    public static bool operator ==(Empty left, Empty right) => true;

    /// <summary>Compares two empty payloads, which are never different.</summary>
    /// <param name="left">One payload.</param>
    /// <param name="right">The other.</param>
    /// <returns>Always <see langword="false"/>.</returns>
    public static bool operator !=(Empty left, Empty right) => false;
}
