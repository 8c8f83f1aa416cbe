using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Reading;

/// <summary>Something a reader found wrong. The analyzers tell it; the generators only see that there is no model.</summary>
internal readonly struct Problem(DiagnosticDescriptor descriptor, Location location, params object[] arguments)
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(descriptor, location, arguments);
}
