namespace Channels.Typed;

/// <summary>
/// Makes a class the server's side of a channel: the generator adds dispatch, the typed <c>Topic</c>, <c>Broadcast</c>,
/// <c>BroadcastFrom</c> and <c>Push</c> to it.
/// </summary>
/// <remarks>
/// The class must be <c>partial</c> and implement one interface that has <see cref="ChannelAttribute"/>. One instance lives for each joined
/// channel, that is for each (connection, topic); its methods are called one at a time, so its fields need no lock.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ChannelHandlerAttribute : Attribute;
