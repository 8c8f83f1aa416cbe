using System.Text.Json;
using Channels.Typed.AspNetCore;

namespace Channels.Typed.InteropServer.Hung;

/// <summary>
/// A channel whose code does not end, for <c>eng/soak.sh --attacks</c>. The join payload chooses where: <c>join</c> waits in the join,
/// <c>dispose</c> waits in <see cref="DisposeAsync"/>, <c>dispose_throws</c> throws there. <c>bytes</c> is the size of the join's reply.
/// </summary>
internal sealed class HungChannel : UntypedChannel, IAsyncDisposable
{
    private static readonly Task Never = new TaskCompletionSource().Task;

    private string _where = "";

    public async ValueTask DisposeAsync()
    {
        switch (_where)
        {
            case "dispose":
                await Never;
                break;
            case "dispose_throws":
                throw new InvalidOperationException("The client asked for this.");
        }
    }

    protected override async ValueTask<ChannelReply> JoinAsync(ChannelPayload payload, CancellationToken cancellationToken)
    {
        JsonElement request = payload.ToJsonElement();
        _where = request.TryGetProperty("where", out JsonElement where) ? where.GetString() ?? "" : "";
        if (_where == "join")
        {
            await Never;
        }

        return request.TryGetProperty("bytes", out JsonElement bytes) ? Big(bytes.GetInt32()) : ChannelReply.Ok();
    }

    // "wait" awaits for ever and ignores its token; "block" blocks its thread; "big" replies with as many bytes of JSON as asked for.
    protected override async ValueTask<ChannelReply> HandleInAsync(
        string eventName, ChannelPayload payload, CancellationToken cancellationToken)
    {
        switch (eventName)
        {
            case "wait":
                await Never;
                break;
            case "block":
                Thread.Sleep(Timeout.Infinite);
                break;
            case "big":
                return Big(payload.ToJsonElement().GetProperty("bytes").GetInt32());
        }

        return ChannelReply.Ok();
    }

    private static ChannelReply Big(int bytes) =>
        ChannelReply.Ok(ChannelPayload.FromJson($$"""{"text":"{{new string('x', bytes)}}"}"""));
}
