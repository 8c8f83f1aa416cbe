namespace Channels.Typed.Generators.Model;

/// <summary>A contract: what was read of it, if something is wrong with it.</summary>
/// <param name="Namespace">The contract's namespace, empty for the global one.</param>
/// <param name="InterfaceName">The contract's name.</param>
/// <param name="IsPublic">Whether others than its assembly see it, and so what is generated from it.</param>
/// <param name="EventsInterface">The interface of the server's events, as emitted code writes it.</param>
/// <param name="TopicPattern">The topic pattern.</param>
/// <param name="TopicParameters">The pattern's parameters.</param>
/// <param name="JsonContext">The <c>JsonSerializerContext</c>, or <see langword="null"/>.</param>
/// <param name="Join">The join.</param>
/// <param name="Methods">The events that clients push.</param>
/// <param name="Events">The events that the server sends.</param>
/// <param name="JsonInfos">Every payload type, once.</param>
/// <param name="IsBroken">Whether something is wrong with it. What is generated then cannot be used; it only keeps the compiler from telling of
/// everything that is not there, which would hide what is wrong.</param>
internal sealed record ContractModel(
    string Namespace,
    string InterfaceName,
    bool IsPublic,
    string EventsInterface,
    string TopicPattern,
    EquatableArray<TopicParameterModel> TopicParameters,
    string? JsonContext,
    MethodModel Join,
    EquatableArray<MethodModel> Methods,
    EquatableArray<EventModel> Events,
    EquatableArray<JsonInfoModel> JsonInfos,
    bool IsBroken)
{
    public string FullName => Namespace.Length == 0 ? InterfaceName : Namespace + "." + InterfaceName;
}
