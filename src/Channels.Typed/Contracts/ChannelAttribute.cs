namespace Channels.Typed;

/// <summary>Declares an interface as the contract of a channel. The generator emits its typed client, topic and publisher.</summary>
/// <remarks>
/// The interface must be <c>partial</c> and extend <see cref="IChannel{TEvents}"/>. Exactly one method has <see cref="JoinAttribute"/>.
/// </remarks>
/// <param name="topic">
/// The topic pattern, such as <c>room:{room}</c>: literal text and parameters in braces. A parameter is a string unless it has a type:
/// <c>{id:int}</c>, <c>{id:long}</c> or <c>{id:guid}</c>. A string parameter at the end takes the rest of the topic, as <c>*</c> in
/// Phoenix.
/// </param>
[AttributeUsage(AttributeTargets.Interface, Inherited = false)]
public sealed class ChannelAttribute(string topic) : Attribute
{
    /// <summary>Gets the topic pattern.</summary>
    public string Topic { get; } = topic;

    /// <summary>
    /// Gets or sets the <c>JsonSerializerContext</c> that describes all payloads of the contract. Without a context, payloads are
    /// serialized by reflection with web defaults, which does not work with trimming and Native AOT.
    /// </summary>
    /// <value>The default is <see langword="null"/>.</value>
    public Type? JsonContext { get; set; }
}
