using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Reading;

/// <summary>A problem that a reader found. The analyzers report it as a diagnostic; the generators ignore it.</summary>
internal readonly struct Problem(DiagnosticDescriptor descriptor, Location location, params object[] arguments)
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(descriptor, location, arguments);
}
