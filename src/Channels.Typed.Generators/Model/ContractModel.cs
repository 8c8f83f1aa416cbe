namespace Channels.Typed.Generators.Model;

/// <summary>A channel contract, or the valid parts of a broken one.</summary>
/// <param name="Namespace">The contract's namespace, empty for the global one.</param>
/// <param name="InterfaceName">The contract's name.</param>
/// <param name="IsPublic">Whether the contract is public. The code generated from it then is public too.</param>
/// <param name="EventsInterface">The full name of the interface of the server's events.</param>
/// <param name="TopicPattern">The topic pattern.</param>
/// <param name="TopicParameters">The pattern's parameters.</param>
/// <param name="JsonContext">The <c>JsonSerializerContext</c>, or <see langword="null"/>.</param>
/// <param name="Join">The join.</param>
/// <param name="Methods">The events that clients push.</param>
/// <param name="Events">The events that the server sends.</param>
/// <param name="JsonInfos">All payload types, without duplicates.</param>
/// <param name="IsBroken">
/// Whether the contract has problems. The code generated for it only has to compile, so that the compiler does not report every use of a
/// missing type, and shows the diagnostics of the analyzers. See README.md.
/// </param>
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
