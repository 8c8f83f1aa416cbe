namespace Channels.Typed.Generators.Model;

/// <summary>A handler class: what was read of it, if something is wrong with it or its contract.</summary>
/// <param name="Namespace">The class's namespace, empty for the global one.</param>
/// <param name="ContainingTypes">The declarations around it, outermost first, such as <c>partial class Outer</c>.</param>
/// <param name="Declaration">Its own declaration, such as <c>partial class RoomChannel</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="FullName">Its name with namespace and containing types.</param>
/// <param name="ContractType">The contract, as emitted code writes it.</param>
/// <param name="Contract">The contract.</param>
/// <param name="Services">What its constructor takes.</param>
/// <param name="Rules">What its attributes ask of its calls.</param>
/// <param name="IsBroken">Whether something is wrong, so that what is generated only has to compile.</param>
/// <param name="Withheld">The generated members that it has to do without, because a broken contract gave their names to its methods.</param>
internal sealed record HandlerModel(
    string Namespace,
    EquatableArray<string> ContainingTypes,
    string Declaration,
    string Name,
    string FullName,
    string ContractType,
    ContractModel Contract,
    EquatableArray<ServiceModel> Services,
    EquatableArray<RuleModel> Rules,
    bool IsBroken,
    EquatableArray<string> Withheld);
