using Channels.Typed.Generators.Tests.Harness;

namespace Channels.Typed.Generators.Tests.Generation;

public class ShapeTests
{
    private const string Payloads = """

        public sealed class Ask { public int N { get; set; } }
        public sealed class Answer { public int N { get; set; } }
        public sealed class Refusal { public string Reason { get; set; } = ""; }
        public struct Point { public int X { get; set; } }

        """;

    [Fact]
    public void EveryShapeOfMethod_Compiles()
    {
        GeneratorRun run = GeneratorRun.Start(Sources.Usings + Payloads + """
            [Channel("shapes")]
            internal partial interface IShapes : IChannel<IShapeEvents>
            {
                [Join] ValueTask EnterAsync();
                [HandleIn] Task Nothing();
                [HandleIn] Task<Answer> ValueAsync(Ask ask);
                [HandleIn] ValueTask<Answer> ValueValueTaskAsync(Ask ask, CancellationToken token);
                [HandleIn] ValueTask<Reply<Answer, Refusal>> ReplyValueTaskAsync(Ask ask, CancellationToken cancellationToken = default);
                [HandleIn] Task<Reply<Empty, Refusal>> EmptyOkAsync(Ask timeout);
                [HandleIn] Task OptionalAsync(Ask? ask = null, CancellationToken cancellationToken = default);
                [HandleIn(NoReply = true)] ValueTask SilentAsync(Point point);
                [HandleIn("with \"quotes\" & <more>")] Task Odd(Ask @class);
                [HandleIn] Task<Answer> GetURLFast(Ask cancellationToken);
                [HandleIn] Task<ReadOnlyMemory<byte>> BytesAsync(ReadOnlyMemory<byte> bytes);
                [HandleIn] Task<Reply<ReadOnlyMemory<byte>, Refusal>> BytesOrNotAsync();
            }

            internal interface IShapeEvents
            {
                [HandleOut] ValueTask PlainAsync();
                [HandleOut(Intercept = true)] ValueTask SeenPlainAsync();
                [HandleOut(Intercept = true)] ValueTask SeenAsync(Answer answer);
                [HandleOut(Intercept = true)] ValueTask SeenPointAsync(Point @event);
                [HandleOut(Intercept = true)] ValueTask SeenBytesAsync(ReadOnlyMemory<byte> bytes);
            }

            [ChannelHandler]
            internal sealed partial class Shapes : IShapes
            {
                public ValueTask EnterAsync() => default;
                public Task Nothing() => Broadcast.PlainAsync().AsTask();
                public Task<Answer> ValueAsync(Ask ask) => Task.FromResult(new Answer());
                public ValueTask<Answer> ValueValueTaskAsync(Ask ask, CancellationToken token) => default;
                public ValueTask<Reply<Answer, Refusal>> ReplyValueTaskAsync(Ask ask, CancellationToken cancellationToken) => new(DeferReplyValueTask());
                Task<Reply<Empty, Refusal>> IShapes.EmptyOkAsync(Ask timeout) => Task.FromResult<Reply<Empty, Refusal>>(default(Empty));
                public Task OptionalAsync(Ask? ask, CancellationToken cancellationToken) => Push.SeenPointAsync(default).AsTask();
                public ValueTask SilentAsync(Point point) => BroadcastFrom.SeenPlainAsync();
                public Task Odd(Ask @class) => Task.CompletedTask;
                public Task<Answer> GetURLFast(Ask cancellationToken) => Task.FromResult(new Answer());
                public Task<ReadOnlyMemory<byte>> BytesAsync(ReadOnlyMemory<byte> bytes) => Task.FromResult(bytes);
                public Task<Reply<ReadOnlyMemory<byte>, Refusal>> BytesOrNotAsync() => Task.FromResult<Reply<ReadOnlyMemory<byte>, Refusal>>(new Refusal());
                private partial ValueTask<ReadOnlyMemory<byte>?> InterceptSeenBytesAsync(ReadOnlyMemory<byte> bytes) => new(bytes);
                private partial ValueTask<bool> InterceptSeenPlainAsync() => new(true);
                private partial ValueTask<Answer?> InterceptSeenAsync(Answer answer) => default;
                private partial ValueTask<Point?> InterceptSeenPointAsync(Point point) => default;
            }
            """);

        Assert.Empty(run.CompilerDiagnostics());
        CachingAssert.RunsNothingAgain(run);
        Snapshot.Verify(run);
    }

    [Fact]
    public void TypedTopicParameters_BecomeTypedPropertiesAndArguments()
    {
        GeneratorRun run = GeneratorRun.Start(Sources.Usings + """
            namespace Game
            {
                [Channel("game:{id:guid}:seat:{seat:int}:move:{Move:long}:{event}")]
                public partial interface ISeatChannel : IChannel<ISeatEvents>
                {
                    [Join] Task JoinAsync();
                }

                public interface ISeatEvents
                {
                    [HandleOut] ValueTask MovedAsync();
                }

                public static class Use
                {
                    public static (Guid, int, long, string) Values(SeatTopic topic) => (topic.Id, topic.Seat, topic.Move, topic.Event);
                    public static SeatChannelClient Client(IChannelSocket socket) => socket.SeatChannel(Guid.Empty, 1, 2L, "rest:of:it");
                    public static ValueTask Publish(IChannels channels) => channels.SeatChannel(SeatTopic.Parse("")).MovedAsync();
                }
            }
            """);

        Assert.Empty(run.CompilerDiagnostics());
        CachingAssert.RunsNothingAgain(run);
        Snapshot.Verify(run);
    }

    [Fact]
    public void ReceiverStreamAndHandlers_Compile()
    {
        GeneratorRun run = GeneratorRun.Start(Sources.All + """
            namespace Chat
            {
                public sealed class Receiver : IRoomEvents
                {
                    public ValueTask MessagePostedAsync(Message message) => default;
                    public ValueTask TypingAsync(TypingNotice notice) => default;
                }

                public static class Use
                {
                    public static async Task RunAsync(IChannelSocket socket, CancellationToken token)
                    {
                        await using RoomChannelClient room = socket.RoomChannel("lobby");
                        using IDisposable a = room.OnMessagePosted(m => Console.WriteLine(m.Body));
                        using IDisposable b = room.OnMessagePosted(async m => await Task.Yield());
                        using IDisposable c = room.Subscribe(new Receiver());
                        using IDisposable d = room.OnRejoined(reply => Console.WriteLine(reply.IsOk));
                        Reply<RoomSnapshot, JoinRefused> joined = await room.JoinAsync(new JoinRoom("ann"), TimeSpan.FromSeconds(1), token);
                        await foreach (Message m in room.ReadMessagePostedAsync(cancellationToken: token)) { }
                        IRoomChannel contract = room;
                        await contract.TypingAsync(token);
                    }
                }
            }
            """);

        Assert.Empty(run.CompilerDiagnostics());
    }

    [Theory]
    [InlineData("new(\"ann\")")]
    [InlineData("new(\"ann\"), token")]
    [InlineData("request: new(\"ann\"), cancellationToken: token")]
    [InlineData("new JoinRoom(\"ann\")")]
    [InlineData("null!")]
    [InlineData("default!, token")]
    [InlineData("_ => new(new JoinRoom(\"ann\"))")]
    [InlineData("async _ => { await Task.Yield(); return new(\"ann\"); }")]
    [InlineData("async stop => { await Task.Yield(); return new JoinRoom(\"ann\"); }, token")]
    [InlineData("Make")]
    [InlineData("Make, token")]
    [InlineData("Make, TimeSpan.Zero")]
    [InlineData("Make, TimeSpan.Zero, token")]
    [InlineData("Make, timeout: null, cancellationToken: token")]
    [InlineData("request: Make, timeout: TimeSpan.Zero")]
    public void EveryWayToJoin_Compiles(string arguments)
    {
        GeneratorRun run = GeneratorRun.Start(Sources.All + $$"""
            namespace Chat
            {
                public static class Use
                {
                    public static Task Class(RoomChannelClient room, CancellationToken token) => room.JoinAsync({{arguments}});
                    public static Task Timeout(RoomChannelClient room, CancellationToken token) => room.JoinAsync(new("ann"), TimeSpan.Zero);
                    public static Task Both(RoomChannelClient room, CancellationToken token) => room.JoinAsync(new("ann"), TimeSpan.Zero, token);
                    public static Task Interface(IRoomChannelClient room, CancellationToken token) => room.JoinAsync({{arguments}});
                    private static ValueTask<JoinRoom> Make(CancellationToken token) => new(new JoinRoom("ann"));
                }
            }
            """);

        Assert.Empty(run.CompilerDiagnostics());
    }

    [Fact]
    public void InheritedContract_HasTheMethodsOfItsBases()
    {
        GeneratorRun run = GeneratorRun.Start(Sources.Usings + Payloads + """
            public interface IPing { [HandleIn] Task<Answer> PingAsync(Ask ask); }
            public interface IBaseEvents { [HandleOut] ValueTask PongAsync(Answer answer); }
            public interface IMoreEvents : IBaseEvents { [HandleOut] ValueTask MoreAsync(); }
            [Channel("x")] public partial interface IX : IChannel<IMoreEvents>, IPing { [Join] Task JoinAsync(); }
            [ChannelHandler] public partial class X : IX
            {
                public Task JoinAsync() => Task.CompletedTask;
                public async Task<Answer> PingAsync(Ask ask) { await Push.PongAsync(new Answer()); await Push.MoreAsync(); return new Answer(); }
            }
            public static class Use { public static Task<Answer> Ping(XClient client) => client.PingAsync(new Ask()); }
            """);

        Assert.Empty(run.CompilerDiagnostics());
    }

    [Fact]
    public void PayloadsOfOneName_GetDifferentMembers()
    {
        GeneratorRun run = GeneratorRun.Start(Sources.Usings + """
            namespace A { public class Note { } }
            namespace B { public class Note { } }
            namespace C
            {
                public class Box<T> { }
                [Channel("x")] public partial interface IX : IChannel<IE>
                {
                    [Join] Task JoinAsync(A.Note note);
                    [HandleIn] Task<B.Note> GetAsync(A.Note note);
                    [HandleIn] Task<Box<A.Note>> BoxAsync(Box<B.Note> note);
                }
                public interface IE { }
            }
            """);

        Assert.Empty(run.CompilerDiagnostics());
        string descriptor = Assert.Single(run.Files, file => file.HintName == "C.IX.Contract.g.cs").SourceText.ToString();
        Assert.Contains(" Note = ", descriptor, StringComparison.Ordinal);
        Assert.Contains(" Note2 = ", descriptor, StringComparison.Ordinal);
        Assert.Contains(" BoxNote = ", descriptor, StringComparison.Ordinal);
        Assert.Contains(" BoxNote2 = ", descriptor, StringComparison.Ordinal);
    }

    [Fact]
    public void HandlerServices_MayBeKeyedOptionalOrNone()
    {
        GeneratorRun run = GeneratorRun.Start(Sources.Usings + """
            namespace Outer.Space
            {
                using Microsoft.Extensions.DependencyInjection;
                public class S { }
                [Channel("x")] public partial interface IX : IChannel<IE> { [Join] Task JoinAsync(); }
                [Channel("y")] public partial interface IY : IChannel<IE> { [Join] Task JoinAsync(); }
                public interface IE { }
                public static partial class Holder
                {
                    [ChannelHandler] internal sealed partial class X : IX
                    {
                        public X() { }
                        [ActivatorUtilitiesConstructor] public X(S one, [FromKeyedServices("k")] S two, S? three = null, [FromKeyedServices(3)] S? four = null, int five = 5) { }
                        public Task JoinAsync() => Task.CompletedTask;
                    }
                }
                [ChannelHandler] public sealed partial record Y : IY { public Task JoinAsync() => Task.CompletedTask; }
            }
            """);

        Assert.Empty(run.CompilerDiagnostics());
        Snapshot.Verify(run);
    }

    [Theory]
    [InlineData("A.IClock? first = null, B.IClock? second = null")]
    [InlineData("A.IClock? first = null, A.IClock? second = null")]
    public void TwoOptionalServicesOfOneSimpleName_Compile(string parameters)
    {
        GeneratorRun run = GeneratorRun.Start(Sources.Usings + $$"""
            namespace A { public interface IClock { } }
            namespace B { public interface IClock { } }
            [Channel("x")] public partial interface IX : IChannel<IE> { [Join] Task JoinAsync(); }
            public interface IE { }
            [ChannelHandler] public sealed partial class X : IX
            {
                public X({{parameters}}) { }
                public Task JoinAsync() => Task.CompletedTask;
            }
            """);

        Assert.Empty(run.CompilerDiagnostics());
    }

    [Fact]
    public void HandlerRules_AreMadeOfAttributes()
    {
        GeneratorRun run = GeneratorRun.Start(Sources.Usings + """
            using Microsoft.AspNetCore.Authorization;
            [Channel("x")]
            public partial interface IX : IChannel<IE>
            {
                [Join] Task JoinAsync();
                [HandleIn] Task PostAsync();
                [HandleIn("quiet", NoReply = true)] Task TypingAsync();
                [HandleIn] Task FreeAsync();
            }
            public interface IE { }
            public enum Level : byte { Low, High }
            public sealed class NeedsAttribute : AuthorizeAttribute
            {
                public NeedsAttribute(Level level, params string[] names) { }
                public Type? Kind { get; set; }
            }
            public sealed class Audit : IChannelFilter { public ValueTask InvokeAsync(ChannelCall call, ChannelFilterDelegate next) => next(call); }
            [RateLimit(100, 60)] public abstract class Base { }

            [ChannelHandler]
            [Authorize("members", Roles = "a,\"b\"")]
            [ChannelFilter<Audit>]
            public partial class X : Base, IX
            {
                [RateLimit("joins")] public Task JoinAsync() => null!;
                [RateLimit(10, 0.5, Algorithm = RateLimitAlgorithm.SlidingWindow, Segments = 5), Needs(Level.High, "m", null!, Kind = typeof(Base))] Task IX.PostAsync() => null!;
                [RateLimit(1, 1)] public Task TypingAsync() => null!;
                public Task FreeAsync() => null!;
            }
            """);

        Assert.Empty(run.CompilerDiagnostics());
        CachingAssert.RunsNothingAgain(run);
        Snapshot.Verify(run);
    }

    [Fact]
    public void MethodsNamedAsKeywords_Compile()
    {
        var run = GeneratorRun.Start(Sources.Usings + """
            public class Note { }
            [Channel("x")] public partial interface IX : IChannel<IE>
            {
                [Join] Task<Note> @new(Note note);
                [HandleIn] Task<Reply<Note, Note>> @lock(Note note);
                [HandleIn("quiet", NoReply = true)] Task @await();
            }
            public interface IE { [HandleOut] ValueTask @event(Note note); [HandleOut(Intercept = true)] ValueTask @class(); }

            [ChannelHandler] public partial class X : IX
            {
                public Task<Note> @new(Note note) => Task.FromResult(note);
                public Task<Reply<Note, Note>> @lock(Note note) => Task.FromResult<Reply<Note, Note>>(Deferlock());
                public async Task @await() => await Push.@event(new Note());
                private partial ValueTask<bool> InterceptclassAsync() => new ValueTask<bool>(true);
            }
            """);

        Assert.Empty(run.CompilerDiagnostics());
    }
}
