using Channels.Typed.Generators.Model;

namespace Channels.Typed.Generators.Reading;

/// <summary>Names that generated code has of its own, so that nothing of a contract can have them. A test tries every member that there is.</summary>
internal static class TakenNames
{
    /// <summary>Where the name cannot come from the contract's own choice, the event is named in the attribute.</summary>
    private const string Advice = "; choose another and give the event's name in the attribute";

    private static readonly string[] OfObject = ["Equals", "GetHashCode", "GetType", "ToString", "ReferenceEquals", "MemberwiseClone", "Finalize"];

    /// <summary>What clients inherit, what extends them, and what each is given.</summary>
    private static readonly string[] OfClient =
    [
        "State", "Closed", "Channel", "Topic", "LeaveAsync", "DisposeAsync", "Subscribe",
        "OnStateChanged", "OnJoined", "OnErrored", "OnClosed", "OnRejoined", "ReadStateChangesAsync",
        "JoinCoreAsync", "PushCoreAsync", "SendCoreAsync", "OnRejoinedCore",
    ];

    private static readonly string[] OfHandler = ["Context", "Topic", "Broadcast", "BroadcastFrom", "Push"];

    private static readonly string[] OfPublisher = ["_target", "_scope"];

    private static readonly string[] OfTopic = ["Parse", "TryParse", "_topic", "op_Equality", "op_Inequality"];

    /// <summary>Says what is wrong with the name of a join or an event that clients push; <see langword="null"/> if nothing is.</summary>
    public static string? FindFault(string contract, string method, IEnumerable<MethodModel> methods, IEnumerable<EventModel> events)
    {
        string baseName = EventNaming.WithoutSuffix(method);
        return IsIn(method, OfClient, OfObject) || method == Emit.GeneratedNames.Client(contract) ? "every client has a member of that name" + Advice
            : IsIn(method, OfHandler) ? "every handler has a member of that name" + Advice
            : IsIn(baseName, OfObject) || baseName == "InEvents" ? $"'{baseName}' is taken in the list of events that is generated" + Advice
            : methods.Any(other => other.Shape == ReplyShape.Reply && method == "Defer" + other.BaseName) ? "the handler is given a method of that name, to answer another event later" + Advice
            : events.Any(@event => IsIn(method, [.. Made(@event)])) ? "it is given to what is generated for an event of the server" + Advice
            : null;
    }

    /// <summary>Says what is wrong with the name of an event that the server sends; <see langword="null"/> if nothing is.</summary>
    public static string? FindFault(string contract, EventModel @event) =>
        IsIn(@event.Name, OfPublisher, OfObject) || @event.Name == Emit.GeneratedNames.Publisher(contract) ? "every publisher has a member of that name" + Advice
        : IsIn(@event.BaseName, OfObject) || @event.BaseName == "OutEvents" ? $"'{@event.BaseName}' is taken in the list of events that is generated" + Advice
        : Made(@event).FirstOrDefault(made => IsIn(made, OfClient, OfObject)) is { } taken ? $"clients would be given '{taken}', and every client has a member of that name" + Advice
        : null;

    public static bool IsOfHandler(string name) => IsIn(name, OfHandler);

    public static bool IsTopicParameter(string property, string topic) => !IsIn(property, OfTopic, OfObject) && property != topic;

    /// <summary>A payload's description is a field in a class of this name.</summary>
    public static bool IsJsonInfo(string field) => !IsIn(field, OfObject) && field != "JsonInfos";

    private static IEnumerable<string> Made(EventModel @event) =>
        ["On" + @event.BaseName, $"Read{@event.BaseName}Async", $"Intercept{@event.BaseName}Async", Emit.ClientEventEmitter.Field(@event)];

    private static bool IsIn(string name, params string[][] tables) => Array.Exists(tables, table => Array.IndexOf(table, name) >= 0);
}
