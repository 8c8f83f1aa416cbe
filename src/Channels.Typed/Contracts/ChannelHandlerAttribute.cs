namespace Channels.Typed;

/// <summary>
/// Declares a class as the handler of a channel on the server. The generator adds the dispatch and the typed members <c>Topic</c>,
/// <c>Broadcast</c>, <c>BroadcastFrom</c> and <c>Push</c>.
/// </summary>
/// <remarks>
/// The class must be <c>partial</c> and implement one interface that has <see cref="ChannelAttribute"/>. There is one instance for each
/// joined channel, that is for each connection and topic. Its methods are called one at a time, so its fields need no lock.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ChannelHandlerAttribute : Attribute;
