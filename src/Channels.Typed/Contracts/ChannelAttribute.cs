namespace Channels.Typed;

/// <summary>Makes an interface the contract of a channel: from it the generator emits the typed client, topic and publisher.</summary>
/// <remarks>
/// The interface must be <c>partial</c> and extend <see cref="IChannel{TEvents}"/>. Exactly one method has <see cref="JoinAttribute"/>.
/// </remarks>
/// <param name="topic">
/// The topic pattern, such as <c>room:{room}</c>: literal text and parameters in braces. A parameter is a string unless it says
/// <c>{id:int}</c>, <c>{id:long}</c> or <c>{id:guid}</c>. A last string parameter takes the rest of the topic, as Phoenix's <c>*</c> does.
/// </param>
[AttributeUsage(AttributeTargets.Interface, Inherited = false)]
public sealed class ChannelAttribute(string topic) : Attribute
{
    /// <summary>Gets the topic pattern.</summary>
    public string Topic { get; } = topic;

    /// <summary>
    /// Gets or sets the <c>JsonSerializerContext</c> that describes every payload of the contract. Without one, payloads are serialized by
    /// reflection with web defaults, which neither trimming nor Native AOT supports.
    /// </summary>
    /// <value>The default is <see langword="null"/>.</value>
    public Type? JsonContext { get; set; }
}
