namespace Channels.Typed;

/// <summary>A payload without content. It is sent as <c>{}</c>. When it is received, any content is ignored.</summary>
/// <remarks>For example in <c>Reply&lt;Empty, Refused&gt;</c>, where the ok reply has no content.</remarks>
public readonly struct Empty : IEquatable<Empty>
{
    /// <inheritdoc/>
    public bool Equals(Empty other) => true;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Empty;

    /// <inheritdoc/>
    public override int GetHashCode() => 0;

    /// <summary>Compares two empty payloads. They are always equal.</summary>
    /// <param name="left">One payload.</param>
    /// <param name="right">The other.</param>
    /// <returns>Always <see langword="true"/>.</returns>
    public static bool operator ==(Empty left, Empty right) => true;

    /// <summary>Compares two empty payloads. They are never different.</summary>
    /// <param name="left">One payload.</param>
    /// <param name="right">The other.</param>
    /// <returns>Always <see langword="false"/>.</returns>
    public static bool operator !=(Empty left, Empty right) => false;
}
