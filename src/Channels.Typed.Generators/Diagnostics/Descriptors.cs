using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Diagnostics;

/// <summary>The diagnostics that the analyzers report. Nearly all are errors, because the generated code would not work.</summary>
internal static class Descriptors
{
    public static readonly DiagnosticDescriptor ContractShape = Create(
        DiagnosticIds.ContractShape,
        "Contract",
        "Channel contracts must be top-level interfaces that extend IChannel<TEvents>",
        "The channel contract '{0}' cannot be used: {1}");

    public static readonly DiagnosticDescriptor ContractIsNotPartial = Create(
        DiagnosticIds.ContractIsNotPartial,
        "Contract",
        "Channel contracts must be partial",
        "The channel contract '{0}' must be partial so that the generator can add to it; add 'partial'");

    public static readonly DiagnosticDescriptor MethodShape = Create(
        DiagnosticIds.MethodShape,
        "Contract",
        "Methods of channel contracts must have a signature that the protocol supports",
        "'{0}' cannot be part of a channel contract: {1}");

    public static readonly DiagnosticDescriptor EventNameIsWrong = Create(
        DiagnosticIds.EventNameIsWrong,
        "Contract",
        "Event names must be unique and not reserved",
        "The event name '{0}' of '{1}' cannot be used: {2}");

    public static readonly DiagnosticDescriptor OneJoin = Create(
        DiagnosticIds.OneJoin,
        "Contract",
        "Channel contracts must have exactly one join",
        "The channel contract '{0}' needs exactly one method with [Join], but has {1}");

    public static readonly DiagnosticDescriptor TopicPatternIsWrong = Create(
        DiagnosticIds.TopicPatternIsWrong, "Topics", "Topic patterns must be well formed", "{0}");

    public static readonly DiagnosticDescriptor PayloadIsNotInContext = Create(
        DiagnosticIds.PayloadIsNotInContext,
        "Payloads",
        "Payload types must be described by the contract's JsonSerializerContext",
        "The payload type '{0}' of '{1}' is not described by '{2}'; add [JsonSerializable(typeof({0}))] to '{2}'");

    public static readonly DiagnosticDescriptor PayloadIsNoObject = Create(
        DiagnosticIds.PayloadIsNoObject,
        "Payloads",
        "Payloads must be JSON objects or bytes",
        "The payload type '{0}' of '{1}' is not serialized as a JSON object, which the protocol requires; wrap it in a record");

    public static readonly DiagnosticDescriptor HandlerIsNotPartial = Create(
        DiagnosticIds.HandlerIsNotPartial,
        "Handlers",
        "Channel handlers must be partial",
        "'{0}' must be partial so that the generator can add to the channel handler; add 'partial'");

    public static readonly DiagnosticDescriptor HandlerHasNoContract = Create(
        DiagnosticIds.HandlerHasNoContract,
        "Handlers",
        "Channel handlers must implement exactly one channel contract",
        "The channel handler '{0}' must implement exactly one interface with [Channel], but implements {1}");

    public static readonly DiagnosticDescriptor HandlerCannotBeMade = Create(
        DiagnosticIds.HandlerCannotBeMade,
        "Handlers",
        "Channel handlers must be classes that can be created",
        "The channel handler '{0}' cannot be created: {1}");

    public static readonly DiagnosticDescriptor RuleDoesNothing = Create(
        DiagnosticIds.RuleDoesNothing,
        "Handlers",
        "Authorization and rate limits must be where they have an effect",
        "[{0}] on '{1}' has no effect: {2}");

    public static readonly DiagnosticDescriptor RateLimitIsWrong = Create(
        DiagnosticIds.RateLimitIsWrong, "Handlers", "Rate limits must be valid", "The rate limit of '{0}' cannot be used: {1}");

    public static readonly DiagnosticDescriptor OutcomeIsNotHandled = Create(
        DiagnosticIds.OutcomeIsNotHandled,
        "Clients",
        "A switch over an outcome must handle all of its cases",
        "The switch does not handle {0}; add the missing cases, or a discard to handle all other cases alike",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor ReplyIsNotLookedAt = Create(
        DiagnosticIds.ReplyIsNotLookedAt,
        "Clients",
        "The reply to a join or push must not be ignored",
        "The reply of {0} is ignored, so a refusal would not be noticed; look at it, or discard it with '_ ='",
        DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor LanguageIsTooOld = Create(
        DiagnosticIds.LanguageIsTooOld,
        "Toolchain",
        "The C# language version must be new enough for generated code",
        "The code generated for '{0}' does not compile with C# {1}; set <LangVersion>{2}</LangVersion> or later in the project file");

    private static DiagnosticDescriptor Create(
        string id, string block, string title, string message, DiagnosticSeverity severity = DiagnosticSeverity.Error) => new(
        id,
        title,
        message,
        "Channels." + block,
        severity,
        isEnabledByDefault: true,
        helpLinkUri: $"https://github.com/channels-typed/channels-typed/blob/main/docs/diagnostics/{id}.md");
}
