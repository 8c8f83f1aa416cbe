using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Docs;

/// <summary>The C# code in README.md and docs/ is code of the samples, which is compiled and run.</summary>
public sealed class DocumentedCodeTests
{
    [Fact]
    public void CodeBlocks_AreRegionsOfTheSamples()
    {
        Dictionary<string, string> regions = SampleRegions.Read();

        foreach (CodeBlock block in CodeBlock.ReadAll())
        {
            Assert.True(
                regions.ContainsValue(block.Code),
                $"{block.Place} is not the text of any '#region {SampleRegions.Prefix}…' in samples/. Change the sample first, then copy it:\n{block.Code}");
        }
    }

    [Fact]
    public void Regions_AreShownSomewhere()
    {
        HashSet<string> shown = [.. CodeBlock.ReadAll().Select(block => block.Code)];

        foreach ((string name, string code) in SampleRegions.Read())
        {
            Assert.True(shown.Contains(code), $"No page shows the text of '#region {name}'. Copy it:\n{code}");
        }
    }
}
