using Microsoft.CodeAnalysis.CSharp;

namespace Channels.Typed.Generators.Model;

/// <summary>
/// The names of generated types and members. A contract and its handler may be compiled with different versions of the generator, so the
/// names must never change.
/// </summary>
internal static class GeneratedNames
{
    private const string Channel = "Channel";

    /// <summary><c>IRoomChannel</c> is <c>RoomChannel</c>.</summary>
    public static string Base(ContractModel contract) => Base(contract.InterfaceName);

    public static string Base(string name) =>
        name.Length > 1 && name[0] == 'I' && char.IsUpper(name[1]) ? name.Substring(1) : name;

    public static string Contract(ContractModel contract) => Base(contract) + "Contract";

    public static string Client(ContractModel contract) => Client(contract.InterfaceName);

    public static string Client(string contract) => Base(contract) + "Client";

    public static string ClientInterface(ContractModel contract) => "I" + Client(contract);

    public static string ClientExtensions(ContractModel contract) => Client(contract) + "Extensions";

    public static string ServiceExtensions(ContractModel contract) => Base(contract) + "ServiceCollectionExtensions";

    public static string Publisher(ContractModel contract) => Publisher(contract.InterfaceName);

    public static string Publisher(string contract) => Base(contract) + "Publisher";

    public static string Extensions(ContractModel contract) => Base(contract) + "Extensions";

    /// <summary><c>IRoomChannel</c> has the topic <c>RoomTopic</c>.</summary>
    public static string Topic(ContractModel contract) => Topic(contract.InterfaceName);

    public static string Topic(string contract)
    {
        string name = Base(contract);
        bool hasSuffix = name.Length > Channel.Length && name.EndsWith(Channel, StringComparison.Ordinal);
        return (hasSuffix ? name.Substring(0, name.Length - Channel.Length) : name) + "Topic";
    }

    /// <summary>The full name of a type that is generated beside the contract.</summary>
    public static string Qualify(ContractModel contract, string name) =>
        contract.Namespace.Length == 0 ? "global::" + name : $"global::{contract.Namespace}.{name}";

    public static string JsonInfo(ContractModel contract, TypeRef type)
    {
        string key = JsonInfoModel.Key(type);
        JsonInfoModel found = contract.JsonInfos.First(info => info.Type.FullName == key);
        return $"{Qualify(contract, Contract(contract))}.JsonInfos.{found.Field}";
    }

    public static string InEvent(ContractModel contract, MethodModel method) =>
        $"{Qualify(contract, Contract(contract))}.InEvents.{Escape(method.BaseName)}";

    public static string OutEvent(ContractModel contract, EventModel @event) =>
        $"{Qualify(contract, Contract(contract))}.OutEvents.{Escape(@event.BaseName)}";

    /// <summary>The field in which a client keeps the subscriptions to an event.</summary>
    public static string Field(EventModel @event) => "_" + char.ToLowerInvariant(@event.BaseName[0]) + @event.BaseName.Substring(1);

    /// <summary>The hint name of a type's files: the full name without characters that a file name cannot contain.</summary>
    public static string Hint(string fullName) => fullName.Replace('<', '_').Replace('>', '_').Replace(',', '_').Replace(' ', '_');

    /// <summary>The property of a topic parameter: <c>roomId</c> is <c>RoomId</c>.</summary>
    public static string Property(TopicParameterModel parameter)
    {
        string name = char.ToUpperInvariant(parameter.Name[0]) + parameter.Name.Substring(1);
        return Escape(name);
    }

    public static string Parameter(TopicParameterModel parameter) =>
        Escape(char.ToLowerInvariant(parameter.Name[0]) + parameter.Name.Substring(1));

    public static string Escape(string identifier) =>
        SyntaxFacts.GetKeywordKind(identifier) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(identifier) != SyntaxKind.None
            ? "@" + identifier
            : identifier;

    /// <summary>The name, with underscores added until it differs from the names in use.</summary>
    public static string MakeUnique(string wanted, params string?[] used)
    {
        while (Array.IndexOf(used, wanted) >= 0)
        {
            wanted += "_";
        }

        return wanted;
    }

    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
