namespace Channels.Typed.Generators.Model;

/// <summary>A handler class, or the valid parts of a broken one.</summary>
/// <param name="Namespace">The class's namespace, empty for the global one.</param>
/// <param name="ContainingTypes">The declarations around it, outermost first, such as <c>partial class Outer</c>.</param>
/// <param name="Declaration">Its own declaration, such as <c>partial class RoomChannel</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="FullName">Its name with namespace and containing types.</param>
/// <param name="ContractType">The full name of the contract.</param>
/// <param name="Contract">The contract.</param>
/// <param name="Services">The parameters of its constructor.</param>
/// <param name="Rules">Its authorization, rate limit and filter attributes.</param>
/// <param name="IsBroken">Whether the class or its contract has problems. The generated code then only has to compile.</param>
/// <param name="Withheld">The generated members that are left out, because methods of a broken contract have their names.</param>
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
