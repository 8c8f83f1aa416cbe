using Channels.Typed.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Channels.Typed.Generators.Tests.Caching;

/// <summary>Each kind of edit runs only the steps again that depend on it.</summary>
public class EditTests
{
    private static readonly GeneratorRun Start = GeneratorRun.Start(Sources.All);

    [Fact]
    public void EditElsewhere_RunsNothingAgain()
    {
        GeneratorRun run = Start.Add("public class Unrelated { }");

        Assert.Equal(IncrementalStepRunReason.Cached, Contract(run));
        Assert.Equal(IncrementalStepRunReason.Cached, Handler(run));
        Assert.All(CachingAssert.ReasonsOfFiles(run), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void CommentInTheContract_EmitsNothingAgain()
    {
        GeneratorRun run = Start.Edit(Sources.All.Replace("[Join]", "// Joins.\n[Join]", StringComparison.Ordinal));

        Assert.Equal(IncrementalStepRunReason.Cached, Contract(run));
        Assert.Equal(IncrementalStepRunReason.Cached, Handler(run));
        Assert.All(CachingAssert.ReasonsOfFiles(run), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void HandlersBody_EmitsNothingAgain()
    {
        GeneratorRun run = Start.Edit(Sources.All.Replace("new Posted(1)", "new Posted(2)", StringComparison.Ordinal));

        Assert.Equal(IncrementalStepRunReason.Cached, Contract(run));
        Assert.Equal(IncrementalStepRunReason.Cached, Handler(run));
        Assert.All(CachingAssert.ReasonsOfFiles(run), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void HandlersConstructor_EmitsOnlyTheHandlerAgain()
    {
        GeneratorRun run = Start.Edit(Sources.All.Replace("store) =>", "store, int more) =>", StringComparison.Ordinal));

        Assert.Equal(IncrementalStepRunReason.Cached, Contract(run));
        Assert.Equal(IncrementalStepRunReason.Modified, Handler(run));
    }

    [Fact]
    public void EventNameInTheContract_EmitsBothAgain()
    {
        GeneratorRun run = Start.Edit(Sources.All.Replace("[HandleIn(\"typing\"", "[HandleIn(\"typing2\"", StringComparison.Ordinal));

        Assert.Equal(IncrementalStepRunReason.Modified, Contract(run));
        Assert.Equal(IncrementalStepRunReason.Modified, Handler(run));
    }

    [Fact]
    public void SecondContract_DoesNotRunTheFirstAgain()
    {
        GeneratorRun run = Start.Add(Sources.Usings + """
            [Channel("other")] public partial interface IOther : IChannel<IOtherEvents> { [Join] Task JoinAsync(); }
            public interface IOtherEvents { }
            """);

        Assert.Equal(
            [IncrementalStepRunReason.New, IncrementalStepRunReason.Cached],
            CachingAssert.ReasonsOf(run, TrackingNames.Contracts).Order());
    }

    [Fact]
    public void ReferencedContract_IsReadAgainOnlyWhenItChanged()
    {
        string contract = Sources.Usings + Sources.Payloads + Sources.Contract;
        MetadataReference first = GeneratorRun.Start(contract).ToReference();
        MetadataReference same = GeneratorRun.Start(contract).ToReference();
        string changedContract = contract.Replace("room:{room}", "rooms:{room}", StringComparison.Ordinal);
        MetadataReference changed = GeneratorRun.Start(changedContract).ToReference();
        GeneratorRun start = GeneratorRun.Start(Sources.Usings + "using Chat;" + Sources.Handler, references: first);

        GeneratorRun rebuilt = start.ReplaceReference(first, same);
        GeneratorRun edited = start.ReplaceReference(first, changed);

        Assert.Equal(IncrementalStepRunReason.Cached, Handler(rebuilt));
        Assert.Equal(IncrementalStepRunReason.Modified, Handler(edited));
    }

    [Fact]
    public void WithoutInjection_ThereIsNoRegistration()
    {
        GeneratorRun start = GeneratorRun.Start(Sources.Usings + Sources.Payloads + Sources.Contract);
        Assert.Contains(start.Files, file => file.HintName == "Chat.IRoomChannel.Services.g.cs");

        GeneratorRun run = start.Rerun(start.Input.RemoveReferences(start.Input.References.Where(
            reference => Path.GetFileName(reference.Display) == "Microsoft.Extensions.DependencyInjection.Abstractions.dll")));

        Assert.DoesNotContain(run.Files, file => file.HintName == "Chat.IRoomChannel.Services.g.cs");
        Assert.Equal(IncrementalStepRunReason.Modified, Assert.Single(CachingAssert.ReasonsOf(run, TrackingNames.ContractInjection)));
    }

    private static IncrementalStepRunReason Contract(GeneratorRun run) =>
        Assert.Single(CachingAssert.ReasonsOf(run, TrackingNames.Contracts));

    private static IncrementalStepRunReason Handler(GeneratorRun run) =>
        Assert.Single(CachingAssert.ReasonsOf(run, TrackingNames.Handlers));
}
