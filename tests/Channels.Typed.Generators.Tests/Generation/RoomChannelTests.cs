using Channels.Typed.Generators.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace Channels.Typed.Generators.Tests.Generation;

public class RoomChannelTests
{
    [Fact]
    public void Contract_GivesDescriptorTopicClientPublisherAndExtensions()
    {
        GeneratorRun run = GeneratorRun.Start(Sources.Usings + Sources.Payloads + Sources.Contract, LanguageVersion.CSharp9); // Records of the test need 9.

        Assert.Empty(run.Complaints());
        CachingAssert.RunsNothingAgain(run);
        Snapshot.Verify(run);
    }

    [Fact]
    public void Handler_GivesTheRestOfTheClass()
    {
        GeneratorRun contracts = GeneratorRun.Start(Sources.Usings + Sources.Payloads + Sources.Contract);

        GeneratorRun run = GeneratorRun.Start(Sources.Usings + "using Chat;" + Sources.Handler, LanguageVersion.CSharp11, contracts.ToReference());

        Assert.Empty(run.Complaints());
        CachingAssert.RunsNothingAgain(run);
        Snapshot.Verify(run);
    }
}
