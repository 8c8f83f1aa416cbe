using Microsoft.CodeAnalysis.CSharp;

namespace Channels.Typed.Generators.Model;

/// <summary>Names of what is generated. Contracts and handlers may be compiled by different versions, so these never change.</summary>
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
        return (name.Length > Channel.Length && name.EndsWith(Channel, StringComparison.Ordinal) ? name.Substring(0, name.Length - Channel.Length) : name) + "Topic";
    }

    /// <summary>A name of this contract's assembly as other files write it.</summary>
    public static string Qualify(ContractModel contract, string name) =>
        contract.Namespace.Length == 0 ? "global::" + name : $"global::{contract.Namespace}.{name}";

    public static string JsonInfo(ContractModel contract, TypeRef type)
    {
        string key = JsonInfoModel.Key(type);
        return $"{Qualify(contract, Contract(contract))}.JsonInfos.{contract.JsonInfos.First(info => info.Type.FullName == key).Field}";
    }

    public static string InEvent(ContractModel contract, MethodModel method) => $"{Qualify(contract, Contract(contract))}.InEvents.{Escape(method.BaseName)}";

    public static string OutEvent(ContractModel contract, EventModel @event) => $"{Qualify(contract, Contract(contract))}.OutEvents.{Escape(@event.BaseName)}";

    /// <summary>The field in which a client keeps the subscriptions to an event.</summary>
    public static string Field(EventModel @event) => "_" + char.ToLowerInvariant(@event.BaseName[0]) + @event.BaseName.Substring(1);

    /// <summary>The hint of a file: unique for a type, and free of what a file's name cannot have.</summary>
    public static string Hint(string fullName) => fullName.Replace('<', '_').Replace('>', '_').Replace(',', '_').Replace(' ', '_');

    /// <summary>The property of a topic parameter: <c>roomId</c> is <c>RoomId</c>.</summary>
    public static string Property(TopicParameterModel parameter)
    {
        string name = char.ToUpperInvariant(parameter.Name[0]) + parameter.Name.Substring(1);
        return Escape(name);
    }

    public static string Parameter(TopicParameterModel parameter) => Escape(char.ToLowerInvariant(parameter.Name[0]) + parameter.Name.Substring(1));

    public static string Escape(string identifier) =>
        SyntaxFacts.GetKeywordKind(identifier) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(identifier) != SyntaxKind.None ? "@" + identifier : identifier;

    /// <summary>A parameter name that is not yet taken.</summary>
    public static string Free(string wanted, params string?[] taken)
    {
        while (Array.IndexOf(taken, wanted) >= 0)
        {
            wanted += "_";
        }

        return wanted;
    }

    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
