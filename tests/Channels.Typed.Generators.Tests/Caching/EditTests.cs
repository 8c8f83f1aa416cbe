using Channels.Typed.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Tests.Caching;

/// <summary>What each kind of edit runs again.</summary>
public class EditTests
{
    private static readonly GeneratorRun Start = GeneratorRun.Start(Sources.All);

    [Fact]
    public void EditElsewhere_RunsNothingAgain()
    {
        GeneratorRun run = Start.Add("public class Unrelated { }");

        Assert.Equal(IncrementalStepRunReason.Cached, Contract(run));
        Assert.Equal(IncrementalStepRunReason.Cached, Handler(run));
        Assert.All(CachingAssert.OfOutputs(run), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void CommentInTheContract_EmitsNothingAgain()
    {
        GeneratorRun run = Start.Edit(Sources.All.Replace("[Join]", "// The way in.\n[Join]", StringComparison.Ordinal));

        Assert.Equal(IncrementalStepRunReason.Cached, Contract(run));
        Assert.Equal(IncrementalStepRunReason.Cached, Handler(run));
        Assert.All(CachingAssert.OfOutputs(run), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void HandlersBody_EmitsNothingAgain()
    {
        GeneratorRun run = Start.Edit(Sources.All.Replace("new Posted(1)", "new Posted(2)", StringComparison.Ordinal));

        Assert.Equal(IncrementalStepRunReason.Cached, Contract(run));
        Assert.Equal(IncrementalStepRunReason.Cached, Handler(run));
        Assert.All(CachingAssert.OfOutputs(run), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void HandlersConstructor_EmitsOnlyTheHandlerAgain()
    {
        GeneratorRun run = Start.Edit(Sources.All.Replace("public RoomChannel(MessageStore store)", "public RoomChannel(MessageStore store, MessageStore other)", StringComparison.Ordinal));

        Assert.Equal(IncrementalStepRunReason.Cached, Contract(run));
        Assert.Equal(IncrementalStepRunReason.Modified, Handler(run));
    }

    [Fact]
    public void EventNameInTheContract_EmitsBothAgain()
    {
        GeneratorRun run = Start.Edit(Sources.All.Replace("[HandleIn(\"typing\", NoReply = true)]", "[HandleIn(\"typing2\", NoReply = true)]", StringComparison.Ordinal));

        Assert.Equal(IncrementalStepRunReason.Modified, Contract(run));
        Assert.Equal(IncrementalStepRunReason.Modified, Handler(run));
    }

    [Fact]
    public void SecondContract_LeavesTheFirstAlone()
    {
        GeneratorRun run = Start.Add(Sources.Usings + """
            [Channel("other")] public partial interface IOther : IChannel<IOtherEvents> { [Join] Task JoinAsync(); }
            public interface IOtherEvents { }
            """);

        Assert.Equal([IncrementalStepRunReason.New, IncrementalStepRunReason.Cached], CachingAssert.Of(run, TrackingNames.Contracts).Order());
    }

    [Fact]
    public void ReferencedContract_IsReadAgainOnlyWhenItChanged()
    {
        string contract = Sources.Usings + Sources.Payloads + Sources.Contract;
        MetadataReference first = GeneratorRun.Start(contract).ToReference();
        MetadataReference same = GeneratorRun.Start(contract).ToReference();
        MetadataReference changed = GeneratorRun.Start(contract.Replace("room:{room}", "rooms:{room}", StringComparison.Ordinal)).ToReference();
        GeneratorRun start = GeneratorRun.Start(Sources.Usings + "using Chat;" + Sources.Handler, Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp11, first);

        GeneratorRun rebuilt = start.Reference(first, same);
        GeneratorRun edited = start.Reference(first, changed);

        Assert.Equal(IncrementalStepRunReason.Cached, Handler(rebuilt));
        Assert.Equal(IncrementalStepRunReason.Modified, Handler(edited));
    }

    [Fact]
    public void WithoutInjection_ThereIsNoRegistration()
    {
        GeneratorRun start = GeneratorRun.Start(Sources.Usings + Sources.Payloads + Sources.Contract);
        Assert.Contains(start.Files, file => file.HintName == "Chat.IRoomChannel.Services.g.cs");

        GeneratorRun run = start.Rerun(start.Input.RemoveReferences(start.Input.References.Where(
            reference => reference.Display!.EndsWith("Microsoft.Extensions.DependencyInjection.Abstractions.dll", StringComparison.Ordinal))));

        Assert.DoesNotContain(run.Files, file => file.HintName == "Chat.IRoomChannel.Services.g.cs");
        Assert.Equal(IncrementalStepRunReason.Modified, Assert.Single(CachingAssert.Of(run, TrackingNames.ContractInjection)));
    }

    private static IncrementalStepRunReason Contract(GeneratorRun run) => Assert.Single(CachingAssert.Of(run, TrackingNames.Contracts));

    private static IncrementalStepRunReason Handler(GeneratorRun run) => Assert.Single(CachingAssert.Of(run, TrackingNames.Handlers));
}
