namespace Channels.Typed.Generators.Tests.Harness;

/// <summary>The contract and handler of most tests.</summary>
internal static class Sources
{
    public const string Usings = """
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using System.Text.Json.Serialization.Metadata;
        using Channels.Typed;
        using Channels.Typed.AspNetCore;

        """;

    public const string Payloads = """

        namespace Chat
        {
            public record JoinRoom(string Nick);
            public record RoomSnapshot(int Count);
            public record JoinRefused(string Reason);
            public record PostMessage(string Body);
            public record Posted(long Id);
            public abstract record PostRefused
            {
                public sealed record Empty : PostRefused;
            }
            public record Message(string Nick, string Body);
            public record TypingNotice(string Nick);

            public sealed partial class ChatJson : JsonSerializerContext
            {
                public static ChatJson Default { get; } = new ChatJson();
                public ChatJson() : base(null) { }
                protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
                public override JsonTypeInfo? GetTypeInfo(Type type) => null;
            }
        }

        """;

    public const string Contract = """

        namespace Chat
        {
            [Channel("room:{room}", JsonContext = typeof(ChatJson))]
            public partial interface IRoomChannel : IChannel<IRoomEvents>
            {
                [Join]
                Task<Reply<RoomSnapshot, JoinRefused>> JoinAsync(JoinRoom request, CancellationToken cancellationToken = default);

                [HandleIn]
                Task<Reply<Posted, PostRefused>> PostMessageAsync(PostMessage message, CancellationToken cancellationToken = default);

                [HandleIn("typing", NoReply = true)]
                Task TypingAsync(CancellationToken cancellationToken = default);
            }

            public interface IRoomEvents
            {
                [HandleOut]
                ValueTask MessagePostedAsync(Message message);

                [HandleOut("typing", Intercept = true)]
                ValueTask TypingAsync(TypingNotice notice);
            }
        }

        """;

    public const string Handler = """

        namespace Chat.Server
        {
            public sealed class MessageStore { }

            [ChannelHandler]
            public sealed partial class RoomChannel : IRoomChannel
            {
                private readonly MessageStore _store;
                private string _nick = "";

                public RoomChannel(MessageStore store) => _store = store;

                public Task<Reply<RoomSnapshot, JoinRefused>> JoinAsync(JoinRoom request, CancellationToken cancellationToken)
                {
                    _nick = request.Nick + Topic.Room + _store;
                    return Task.FromResult<Reply<RoomSnapshot, JoinRefused>>(new RoomSnapshot(1));
                }

                public async Task<Reply<Posted, PostRefused>> PostMessageAsync(PostMessage message, CancellationToken cancellationToken)
                {
                    if (message.Body.Length == 0)
                    {
                        return new PostRefused.Empty();
                    }

                    await Broadcast.MessagePostedAsync(new Message(_nick, message.Body));
                    await Push.MessagePostedAsync(new Message(_nick, message.Body));
                    return new Posted(1);
                }

                public async Task TypingAsync(CancellationToken cancellationToken) => await BroadcastFrom.TypingAsync(new TypingNotice(_nick));

                private partial ValueTask<TypingNotice?> InterceptTypingAsync(TypingNotice notice) =>
                    new ValueTask<TypingNotice?>(notice.Nick == _nick ? null : notice);
            }
        }

        """;

    /// <summary>A contract and its handler in one project, as in a small application.</summary>
    public const string All = Usings + Payloads + Contract + Handler;
}
