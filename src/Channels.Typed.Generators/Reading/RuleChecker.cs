using Channels.Typed.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Reading;

/// <summary>Finds authorization and rate limit attributes that have no effect, and rate limits that are not valid.</summary>
internal static class RuleChecker
{
    private const double LongestSeconds = 31 * 24 * 3600;

    public static IReadOnlyList<Problem> Check(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        bool isHandler = type.FindAttribute(KnownTypeNames.ChannelHandlerAttribute) is not null;
        if (!isHandler && !RuleReader.WithBases(type).Any(@base => @base.Is(KnownTypeNames.UntypedChannel)))
        {
            return [];
        }

        var problems = new List<Problem>();
        Dictionary<ISymbol, string> calls = isHandler ? FindCalls(type) : new(SymbolEqualityComparer.Default);
        CheckSymbol(type, eventName: "", isHandler, problems, cancellationToken);
        foreach (IMethodSymbol method in type.GetMembers().OfType<IMethodSymbol>())
        {
            CheckSymbol(method, calls.TryGetValue(method, out string eventName) ? eventName : null, isHandler, problems, cancellationToken);
        }

        return problems;
    }

    private static Dictionary<ISymbol, string> FindCalls(INamedTypeSymbol handler)
    {
        var calls = new Dictionary<ISymbol, string>(SymbolEqualityComparer.Default);
        IEnumerable<(IMethodSymbol Method, string EventName)> implementations = handler.AllInterfaces
            .Where(static @interface => @interface.FindAttribute(KnownTypeNames.ChannelAttribute) is not null)
            .SelectMany(contract => RuleReader.Implementations(handler, contract));
        foreach ((IMethodSymbol method, string eventName) in implementations)
        {
            calls[method] = eventName;
        }

        return calls;
    }

    // eventName is empty for the class, and null for a method that clients do not call.
    private static void CheckSymbol(
        ISymbol symbol, string? eventName, bool isHandler, List<Problem> problems, CancellationToken cancellationToken)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            bool isRateLimit = RuleReader.IsRateLimit(attribute);
            bool isAnonymous =
                attribute.AttributeClass?.AllInterfaces.Any(static @interface => @interface.Is(KnownTypeNames.IAllowAnonymous)) == true;
            if (!isRateLimit && !isAnonymous && !RuleReader.IsAuthorization(attribute))
            {
                continue;
            }

            string? reason = FindReason(attribute, eventName, isHandler, isRateLimit, isAnonymous);
            string name = attribute.AttributeClass!.Name; // Not null for any of the three.
            name = name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name;
            if (reason is not null)
            {
                Location location = FullLocation(attribute, cancellationToken);
                problems.Add(new Problem(Descriptors.RuleDoesNothing, location, name, symbol.Name, reason));
            }
            else if (isRateLimit && FindRateLimitError(attribute) is { } error)
            {
                problems.Add(new Problem(Descriptors.RateLimitIsWrong, attribute.Location(cancellationToken), symbol.Name, error));
            }
        }
    }

    // Returns why the attribute has no effect; null if it has one.
    private static string? FindReason(AttributeData attribute, string? eventName, bool isHandler, bool isRateLimit, bool isAnonymous) =>
        isAnonymous
            ? "every client that may join may also push; remove [Authorize] if every client may join"
        : eventName is null && isHandler
            ? "clients do not call this method; put the attribute on the class or on a method that implements the contract"
        : eventName is null
            ? "the methods of an untyped channel are called for every event; set the rule where the channel is added to its socket"
        : attribute.Named<string>("AuthenticationSchemes") is { Length: > 0 }
            ? "clients authenticate when they connect; set the schemes with MapChannels(…).RequireAuthorization(…)"
        : isRateLimit && eventName == "phx_join" && attribute.Text() is null
            ? "each channel is joined once; use a named policy to limit the joins of a connection or a user"
        : null;

    // Returns why the rate limit is not valid; null if it is.
    private static string? FindRateLimitError(AttributeData attribute)
    {
        object?[] arguments =
        [
            .. attribute.ConstructorArguments.Select(static argument => argument.Kind == TypedConstantKind.Array ? null : argument.Value),
        ];
        int? segments = attribute.NamedArguments.Any(argument => argument.Key == "Segments") ? attribute.Named<int>("Segments") : null;
        int algorithm = attribute.Named<int>("Algorithm");
        const int SlidingWindow = 2;
        return arguments switch
        {
            [null or ""] => "a policy needs a name",
            [string] => segments is not null || algorithm != 0 ? "a policy sets its own algorithm and segments" : null,
            [int and < 1, _] => "it must permit at least one call",
            [_, double seconds] when !(seconds is >= 0.001 and <= LongestSeconds) => "the time must be from 0.001 seconds to 31 days",
            _ when algorithm is < 0 or > SlidingWindow => "the algorithm does not exist",
            _ when segments is not null && algorithm != SlidingWindow => "only a sliding window can have segments",
            _ when segments < 2 => "a sliding window must have at least 2 segments",
            _ => null,
        };
    }

    private static Location FullLocation(AttributeData attribute, CancellationToken cancellationToken) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken).GetLocation() ?? Location.None;
}
