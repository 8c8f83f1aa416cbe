using Channels.Typed.Generators.Model;

namespace Channels.Typed.Generators.Reading;

/// <summary>Names that generated code already uses, so that no method, event or topic parameter of a contract can have them.</summary>
/// <remarks>A test tries every member that generated clients, handlers, publishers and topics have.</remarks>
internal static class ReservedNames
{
    /// <summary>The name on the wire need not change: it can be given in the attribute.</summary>
    private const string Advice = "; choose another method name and give the event name in the attribute";

    private static readonly string[] OfObject =
        ["Equals", "GetHashCode", "GetType", "ToString", "ReferenceEquals", "MemberwiseClone", "Finalize"];

    /// <summary>The members that every client inherits or declares, and its extension methods.</summary>
    private static readonly string[] OfClient =
    [
        "State", "Closed", "Channel", "Topic", "LeaveAsync", "DisposeAsync", "Subscribe",
        "OnStateChanged", "OnJoined", "OnErrored", "OnClosed", "OnRejoined", "ReadStateChangesAsync",
        "JoinCoreAsync", "PushCoreAsync", "SendCoreAsync", "OnRejoinedCore", "OnJoinedCore",
    ];

    private static readonly string[] OfHandler = ["Context", "Topic", "Broadcast", "BroadcastFrom", "Push"];

    private static readonly string[] OfPublisher = ["_target", "_scope"];

    private static readonly string[] OfTopic = ["Parse", "TryParse", "_topic", "op_Equality", "op_Inequality"];

    /// <summary>Returns why a join or an event that clients push cannot have this method name; <see langword="null"/> if it can.</summary>
    public static string? FindConflict(string contract, string method, IEnumerable<MethodModel> methods, IEnumerable<EventModel> events)
    {
        string baseName = EventNaming.WithoutSuffix(method);
        string? conflict =
            IsIn(method, OfClient, OfObject) || method == GeneratedNames.Client(contract)
                ? "every client has a member of this name"
            : IsIn(method, OfHandler)
                ? "every handler has a member of this name"
            : IsIn(baseName, OfObject) || baseName == "InEvents"
                ? $"the generated list of events cannot have a member '{baseName}'"
            : methods.Any(other => other.Shape == ReplyShape.Reply && method == "Defer" + other.BaseName)
                ? "the handler has a generated method of this name that defers a reply"
            : events.Any(@event => IsIn(method, [.. MadeFor(@event)]))
                ? "a member of this name is generated for an event of the server"
            : null;
        return conflict is null ? null : conflict + Advice;
    }

    /// <summary>Returns why an event that the server sends cannot have this method name; <see langword="null"/> if it can.</summary>
    public static string? FindConflict(string contract, EventModel @event)
    {
        string? conflict =
            IsIn(@event.Name, OfPublisher, OfObject) || @event.Name == GeneratedNames.Publisher(contract)
                ? "every publisher has a member of this name"
            : IsIn(@event.BaseName, OfObject) || @event.BaseName == "OutEvents"
                ? $"the generated list of events cannot have a member '{@event.BaseName}'"
            : MadeFor(@event).FirstOrDefault(made => IsIn(made, OfClient, OfObject)) is { } reserved
                ? $"its client method would be '{reserved}', and every client has a member of this name"
            : null;
        return conflict is null ? null : conflict + Advice;
    }

    /// <summary>Whether every handler has a member of this name.</summary>
    public static bool IsOfHandler(string name) => IsIn(name, OfHandler);

    /// <summary>Whether a topic parameter can have this property in its topic.</summary>
    public static bool CanBeTopicParameter(string property, string topic) => !IsIn(property, OfTopic, OfObject) && property != topic;

    /// <summary>Whether the class <c>JsonInfos</c> can have a field of this name.</summary>
    public static bool CanBeJsonInfo(string field) => !IsIn(field, OfObject) && field != "JsonInfos";

    // The members of clients and handlers that are generated for an event of the server.
    private static IEnumerable<string> MadeFor(EventModel @event) =>
    [
        "On" + @event.BaseName,
        $"Read{@event.BaseName}Async",
        $"Intercept{@event.BaseName}Async",
        GeneratedNames.Field(@event),
    ];

    private static bool IsIn(string name, params string[][] tables) => Array.Exists(tables, table => Array.IndexOf(table, name) >= 0);
}
