using Channels.Typed.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Reading;

/// <summary>
/// Reads the authorization, rate limit and filter attributes of a handler class and of the methods that implement its contract.
/// </summary>
internal static class RuleReader
{
    private const string Join = "phx_join";

    public static EquatableArray<RuleModel> Read(INamedTypeSymbol handler, INamedTypeSymbol contract)
    {
        var rules = new List<RuleModel>();
        foreach (INamedTypeSymbol type in WithBases(handler))
        {
            rules.AddRange(type.GetAttributes().Where(IsRule).Select(attribute => new RuleModel(null, AttributeReader.Read(attribute))));
        }

        foreach ((IMethodSymbol method, string eventName) in Implementations(handler, contract))
        {
            for (IMethodSymbol? declared = method; declared is not null; declared = declared.OverriddenMethod)
            {
                rules.AddRange(declared.GetAttributes()
                    .Where(attribute => IsAuthorization(attribute) || IsRateLimit(attribute))
                    .Select(attribute => new RuleModel(eventName, AttributeReader.Read(attribute))));
            }
        }

        return new EquatableArray<RuleModel>([.. rules]);
    }

    /// <summary>The methods that clients call, with their events.</summary>
    public static IEnumerable<(IMethodSymbol Method, string EventName)> Implementations(INamedTypeSymbol handler, INamedTypeSymbol contract)
    {
        foreach (ISymbol member in contract.AllMembers())
        {
            AttributeData? handleIn = member.FindAttribute(KnownTypeNames.HandleInAttribute);
            bool isCall = handleIn is not null || member.FindAttribute(KnownTypeNames.JoinAttribute) is not null;
            if (isCall && handler.FindImplementationForInterfaceMember(member) is IMethodSymbol method)
            {
                string derived = EventNaming.ToSnakeCase(EventNaming.WithoutSuffix(member.Name));
                yield return (method, handleIn is null ? Join : handleIn.Text() ?? derived);
            }
        }
    }

    public static bool IsAuthorization(AttributeData attribute) => attribute.AttributeClass is { } type
        && type.AllInterfaces.Any(static @interface =>
            @interface.Is(KnownTypeNames.IAuthorizeData) || @interface.Is(KnownTypeNames.IAuthorizationRequirementData));

    public static bool IsRateLimit(AttributeData attribute) => attribute.AttributeClass.Is(KnownTypeNames.RateLimitAttribute);

    public static IEnumerable<INamedTypeSymbol> WithBases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }

    private static bool IsRule(AttributeData attribute) =>
        IsAuthorization(attribute)
        || IsRateLimit(attribute)
        || attribute.AttributeClass?.BaseType.Is(KnownTypeNames.ChannelFilterAttribute) == true;
}
