using Channels.Typed.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Reading;

/// <summary>Finds attributes of calls that would do nothing where they are, and rate limits that cannot be.</summary>
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
        foreach (INamedTypeSymbol contract in handler.AllInterfaces.Where(@interface => @interface.FindAttribute(KnownTypeNames.ChannelAttribute) is not null))
        {
            foreach ((IMethodSymbol method, string eventName) in RuleReader.Implementations(handler, contract))
            {
                calls[method] = eventName;
            }
        }

        return calls;
    }

    // The event's name: empty for the class, null for a method that clients do not call.
    private static void CheckSymbol(ISymbol symbol, string? eventName, bool isHandler, List<Problem> problems, CancellationToken cancellationToken)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            bool isRateLimit = RuleReader.IsRateLimit(attribute);
            bool isAnonymous = attribute.AttributeClass?.AllInterfaces.Any(@interface => @interface.Is(KnownTypeNames.IAllowAnonymous)) == true;
            if (!isRateLimit && !isAnonymous && !RuleReader.IsAuthorization(attribute))
            {
                continue;
            }

            string? reason = isAnonymous ? "whoever may join may push; leave [Authorize] out where everybody may"
                : eventName is null && isHandler ? "clients do not call this; put it on the class, or on a method that implements the contract"
                : eventName is null ? "the methods of an untyped channel are called for every event; say it where the channel is added to its socket"
                : attribute.Named<string>("AuthenticationSchemes") is { Length: > 0 } ? "a channel does not authenticate; name the schemes where clients connect, with MapChannels(…).RequireAuthorization(…)"
                : isRateLimit && eventName == "phx_join" && attribute.Text() is null ? "each channel is joined once; to limit joins of a connection or a user, name a policy"
                : null;
            string name = attribute.AttributeClass!.Name; // All three have one.
            name = name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name;
            if (reason is not null)
            {
                problems.Add(new Problem(Descriptors.RuleDoesNothing, Whole(attribute, cancellationToken), name, symbol.Name, reason));
            }
            else if (isRateLimit && FindRateLimitError(attribute) is { } error)
            {
                problems.Add(new Problem(Descriptors.RateLimitIsWrong, attribute.Location(cancellationToken), symbol.Name, error));
            }
        }
    }

    private static string? FindRateLimitError(AttributeData attribute)
    {
        object?[] arguments = [.. attribute.ConstructorArguments.Select(argument => argument.Kind == TypedConstantKind.Array ? null : argument.Value)];
        int? segments = attribute.NamedArguments.Any(argument => argument.Key == "Segments") ? attribute.Named<int>("Segments") : null;
        int algorithm = attribute.Named<int>("Algorithm");
        const int SlidingWindow = 2;
        return arguments switch
        {
            [null or ""] => "a policy needs a name",
            [string] => segments is not null || algorithm != 0 ? "a policy has its own algorithm" : null,
            [int and < 1, _] => "at least one call has to be permitted",
            [_, double seconds] when !(seconds is >= 0.001 and <= LongestSeconds) => "the time is from 0.001 seconds to 31 days",
            _ when algorithm is < 0 or > SlidingWindow => "there is no such algorithm",
            _ when segments is not null && algorithm != SlidingWindow => "only a sliding window has segments",
            _ when segments < 2 => "a sliding window has at least 2 segments",
            _ => null,
        };
    }

    private static Location Whole(AttributeData attribute, CancellationToken cancellationToken) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken).GetLocation() ?? Location.None;
}
