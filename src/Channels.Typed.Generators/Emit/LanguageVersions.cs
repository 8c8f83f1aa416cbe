using Microsoft.CodeAnalysis.CSharp;

namespace Channels.Typed.Generators.Emit;

/// <summary>The oldest C# that can compile what is emitted.</summary>
internal static class LanguageVersions
{
    /// <summary>Contracts may live in netstandard2.0 libraries of old applications; nullable annotations are all that is needed.</summary>
    public const LanguageVersion Contract = LanguageVersion.CSharp8;

    /// <summary>Dispatch compares UTF-8 literals and implements a static interface member.</summary>
    public const LanguageVersion Handler = LanguageVersion.CSharp11;
}
