using Channels.Typed.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Reading;

/// <summary>Checks the names of events on the wire.</summary>
internal static class EventNameReader
{
    public static void Check(
        string eventName, IMethodSymbol method, AttributeData attribute, List<Problem> problems, CancellationToken cancellationToken)
    {
        string? reason =
            eventName.Length == 0 ? "it is empty"
            : eventName.StartsWith("phx_", StringComparison.Ordinal) ? "names that start with 'phx_' are reserved for the protocol"
            : null;
        if (reason is not null)
        {
            Location location = attribute.ConstructorArguments.Length > 0 ? attribute.Location(cancellationToken) : method.Location();
            problems.Add(new Problem(Descriptors.EventNameIsWrong, location, eventName, method.Name, reason));
        }
    }

    /// <summary>
    /// Removes models whose name conflicts with an earlier one. Events with one name on the wire, and overloads, could not be
    /// distinguished. Names that differ only in case conflict in the generated code.
    /// </summary>
    public static void CheckDistinct<T>(
        List<T> models, Func<T, (string EventName, string BaseName, string Method)> read, INamedTypeSymbol type, List<Problem> problems)
    {
        var seen = new List<(string EventName, string BaseName, string Method)>();
        models.RemoveAll(model =>
        {
            (string eventName, string baseName, string method) = read(model);
            int other = seen.FindIndex(earlier =>
                earlier.EventName == eventName || string.Equals(earlier.BaseName, baseName, StringComparison.OrdinalIgnoreCase));
            if (other < 0)
            {
                seen.Add((eventName, baseName, method));
                return false;
            }

            ISymbol location = type.AllMembers().Last(member => member.Name == method);
            problems.Add(new Problem(
                Descriptors.EventNameIsWrong, location.Location(), eventName, method, $"it conflicts with '{seen[other].Method}'"));
            return true;
        });
    }
}
