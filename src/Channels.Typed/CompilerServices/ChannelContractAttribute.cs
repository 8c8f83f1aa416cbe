using System.ComponentModel;

namespace Channels.Typed.CompilerServices;

/// <summary>
/// Links a contract to the types generated from it, so that they can be found without a search. The generator adds it.
/// </summary>
/// <param name="contract">The descriptor.</param>
/// <param name="client">The typed client.</param>
/// <param name="topic">The typed topic.</param>
/// <param name="publisher">The typed publisher.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Interface, Inherited = false)]
public sealed class ChannelContractAttribute(Type contract, Type client, Type topic, Type publisher) : Attribute
{
    /// <summary>Gets the descriptor's type.</summary>
    public Type Contract { get; } = contract;

    /// <summary>Gets the typed client's type.</summary>
    public Type Client { get; } = client;

    /// <summary>Gets the typed topic's type.</summary>
    public Type Topic { get; } = topic;

    /// <summary>Gets the typed publisher's type.</summary>
    public Type Publisher { get; } = publisher;
}
