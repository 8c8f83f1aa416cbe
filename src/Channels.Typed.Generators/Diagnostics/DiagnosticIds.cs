namespace Channels.Typed.Generators.Diagnostics;

/// <summary>The ids of the diagnostics. An id is never reused. Each has a page in docs/diagnostics.</summary>
internal static class DiagnosticIds
{
    // 0001 to 0099: the shape of contracts.
    public const string ContractShape = "CHT0001";
    public const string ContractIsNotPartial = "CHT0002";
    public const string MethodShape = "CHT0003";
    public const string EventNameIsWrong = "CHT0004";
    public const string OneJoin = "CHT0005";

    // 0100 to 0199: topics.
    public const string TopicPatternIsWrong = "CHT0100";

    // 0200 to 0299: payloads and JSON.
    public const string PayloadIsNotInContext = "CHT0201";
    public const string PayloadIsNoObject = "CHT0202";

    // 0300 to 0399: handlers.
    public const string HandlerIsNotPartial = "CHT0301";
    public const string HandlerHasNoContract = "CHT0302";
    public const string HandlerCannotBeMade = "CHT0303";
    public const string RuleDoesNothing = "CHT0304";
    public const string RateLimitIsWrong = "CHT0305";

    // 0400 to 0499: the use of clients.
    public const string OutcomeIsNotHandled = "CHT0401";
    public const string ReplyIsNotLookedAt = "CHT0403";

    // 0900 to 0999: the compiler and its settings.
    public const string LanguageIsTooOld = "CHT0901";
}
