using System.Text;
using Channels.Typed.CompilerServices;

namespace Channels.Typed.Client.Tests.Fixture;

/// <summary>Calls of untyped channels with text payloads.</summary>
internal static class ChannelCalls
{
    private static readonly EventName Ping = new("ping");

    public static Task<ReplyFrame> JoinAsync(
        this IClientChannel channel, string payload = "{}", TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        channel.JoinAsync(ChannelPayload.FromUncheckedJson(Encoding.UTF8.GetBytes(payload)), timeout, cancellationToken);

    public static Task<ReplyFrame> PushAsync(
        this IClientChannel channel, string payload = "{}", TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        channel.PushAsync(Ping, ChannelPayload.FromUncheckedJson(Encoding.UTF8.GetBytes(payload)), timeout, cancellationToken);

    public static Task SendAsync(this IClientChannel channel, string payload = "{}", CancellationToken cancellationToken = default) =>
        channel.SendAsync(Ping, ChannelPayload.FromUncheckedJson(Encoding.UTF8.GetBytes(payload)), cancellationToken);

    public static IDisposable On(this IClientChannel channel, string eventName, Func<string, ValueTask> handler) =>
        channel.OnEvent(new EventName(eventName), payload => handler(Encoding.UTF8.GetString(payload.Bytes.Span)));

    public static IDisposable On(this IClientChannel channel, string eventName, Action<string> handler) => channel.On(eventName, payload =>
    {
        handler(payload);
        return default;
    });

    public static string Text(this ReplyFrame reply) => $"{reply.Status} {Encoding.UTF8.GetString(reply.Response.Span)}";

    public static async Task<ChannelErrorReason> ReasonOf(Task task) =>
        (await Assert.ThrowsAsync<ChannelException>(() => task.Within())).Reason;

    /// <summary>Closes the channel from the server. When it has ended, all earlier events have been handled.</summary>
    public static async Task CloseAndDrainAsync(
        this IClientChannel channel, ScriptedConnection connection, int joinRef, string topic = "room:a")
    {
        connection.Send($$"""["{{joinRef}}","{{joinRef}}","{{topic}}","phx_close",{}]""");
        await channel.Closed.Within();
    }

    /// <summary>Checks that the client sent nothing more: the next frame is that of a new join.</summary>
    public static async Task ExpectNothingElseAsync(this ScriptedConnection connection, TestClient client, int reference)
    {
        Task<ReplyFrame> join = client.CreateChannel("room:other").JoinAsync();
        await connection.AcceptJoinAsync(reference, "room:other");
        _ = await join.Within();
    }
}
