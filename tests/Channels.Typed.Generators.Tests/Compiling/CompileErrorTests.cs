using Channels.Typed.Generators.Tests.Harness;

namespace Channels.Typed.Generators.Tests.Compiling;

/// <summary>Code that does not match the contract does not compile, so that the difference is not found only at run time.</summary>
public class CompileErrorTests
{
    [Fact]
    public void MethodAddedToTheContract_WithoutItsHandler_DoesNotCompile()
    {
        string source = Sources.All.Replace(
            "        [HandleIn(\"typing\", NoReply = true)]",
            "        [HandleIn]\n        Task<Posted> DeleteMessageAsync(Posted which);\n\n        [HandleIn(\"typing\", NoReply = true)]",
            StringComparison.Ordinal);

        GeneratorRun run = GeneratorRun.Start(source);

        Assert.Equal(["CS0535: 'RoomChannel' does not implement interface member 'IRoomChannel.DeleteMessageAsync(Posted)'"], run.CompilerDiagnostics());
    }

    [Fact]
    public void HandlerWithTheWrongPayload_DoesNotCompile()
    {
        string source = Sources.All.Replace(
            "PostMessageAsync(PostMessage message, CancellationToken cancellationToken)\n",
            "PostMessageAsync(Posted message, CancellationToken cancellationToken)\n",
            StringComparison.Ordinal);

        GeneratorRun run = GeneratorRun.Start(source);

        const string Expected = "CS0535: 'RoomChannel' does not implement interface member 'IRoomChannel.PostMessageAsync(PostMessage";
        Assert.Contains(run.CompilerDiagnostics(), message => message.StartsWith(Expected, StringComparison.Ordinal));
    }

    [Fact]
    public void MissingInterceptor_DoesNotCompile()
    {
        int start = Sources.All.IndexOf("private partial ValueTask<TypingNotice?>", StringComparison.Ordinal);
        int end = Sources.All.IndexOf(';', start);

        GeneratorRun run = GeneratorRun.Start(Sources.All.Remove(start, end - start + 1));

        string message = Assert.Single(run.CompilerDiagnostics());
        Assert.StartsWith(
            "CS8795: Partial member 'RoomChannel.InterceptTypingAsync(TypingNotice)' must have an implementation part",
            message.Replace("Partial method", "Partial member", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public void InterceptorOfAnEventThatIsNotIntercepted_DoesNotCompile()
    {
        GeneratorRun run = GeneratorRun.Start(Sources.All.Replace(", Intercept = true", "", StringComparison.Ordinal));

        Assert.Contains(run.CompilerDiagnostics(), message => message.StartsWith("CS0759", StringComparison.Ordinal));
    }

    [Fact]
    public void ReceiverWithoutAHandlerForAnEvent_DoesNotCompile()
    {
        GeneratorRun run = GeneratorRun.Start(Sources.All + """
            namespace Chat
            {
                public sealed class Receiver : IRoomEvents
                {
                    public ValueTask MessagePostedAsync(Message message) => default;
                }
            }
            """);

        Assert.Equal(
            ["CS0535: 'Receiver' does not implement interface member 'IRoomEvents.TypingAsync(TypingNotice)'"],
            run.CompilerDiagnostics());
    }

    [Fact]
    public void EventRemovedFromTheContract_ThatIsStillSent_DoesNotCompile()
    {
        const string Event = "[HandleOut]\n        ValueTask MessagePostedAsync(Message message);";
        const string Expected = "CS1061: 'RoomChannelPublisher' does not contain a definition for 'MessagePostedAsync'";

        GeneratorRun run = GeneratorRun.Start(Sources.All.Replace(Event, "", StringComparison.Ordinal));

        Assert.Contains(run.CompilerDiagnostics(), message => message.StartsWith(Expected, StringComparison.Ordinal));
    }
}
