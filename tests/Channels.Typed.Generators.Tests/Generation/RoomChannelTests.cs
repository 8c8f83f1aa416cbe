using Channels.Typed.Generators.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace Channels.Typed.Generators.Tests.Generation;

public class RoomChannelTests
{
    [Fact]
    public void Contract_GivesDescriptorTopicClientPublisherAndExtensions()
    {
        // The contract compiles as C# 8; the test's records need C# 9.
        GeneratorRun run = GeneratorRun.Start(Sources.Usings + Sources.Payloads + Sources.Contract, LanguageVersion.CSharp9);

        Assert.Empty(run.CompilerDiagnostics());
        CachingAssert.RunsNothingAgain(run);
        Snapshot.Verify(run);
    }

    [Fact]
    public void Handler_GivesTheRestOfTheClass()
    {
        GeneratorRun contracts = GeneratorRun.Start(Sources.Usings + Sources.Payloads + Sources.Contract);

        GeneratorRun run = GeneratorRun.Start(Sources.Usings + "using Chat;" + Sources.Handler, references: contracts.ToReference());

        Assert.Empty(run.CompilerDiagnostics());
        CachingAssert.RunsNothingAgain(run);
        Snapshot.Verify(run);
    }
}
