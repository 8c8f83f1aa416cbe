namespace Channels.Typed.Client.Tests.Recorded;

/// <summary>What of the recordings our client does not play, and why. Without parts it is the whole recording.</summary>
/// <param name="Recording">The recording's name.</param>
/// <param name="Why">Why our client cannot say that, or says something else.</param>
/// <param name="Parts">Notes, or beginnings with a star behind, each of which is left out up to the next note; or frames of the client, each up to its next frame or note.</param>
internal sealed record NotPlayed(string Recording, string Why, params string[] Parts)
{
    /// <summary>Whether a part begins with this note or frame.</summary>
    public static bool Begins(string part, string data) =>
        part.EndsWith('*') ? data.StartsWith(part[..^1], StringComparison.Ordinal) : data == part;

    public static IReadOnlyList<NotPlayed> Table { get; } =
    [
        new("connect_http", "Requests by hand: no handshake, other methods, other paths."),
        new("malformed_json.v2", "Our client writes JSON only."),
        new("wrong_shape.v2", "Our client writes messages of the right shape only."),
        new("message_before_join.v2", "Our client says nothing on a topic that is not joined, and control events to no topic: PushTests and JoinTests."),
        new("stale_join_ref.v2", "Our client has one join of a topic, and no frame of it with the ref of an earlier one, or none."),
        new(
            "join_duplicate.v2",
            "Our client leaves the old channel before the topic is joined again, as the official one does (JoinTests), and never uses a ref twice."),
        new("async_replies.v2", "Every push of our client has a ref.", "socket_ref with a null ref raises"),
        new(
            "binary.v2",
            "Every message of our client has a ref and a join ref, and its leaves and heartbeats are JSON.",
            "binary push with an empty ref*", "binary push with an empty join_ref", "binary push on a topic not joined", "binary heartbeat", "binary leave"),
        new(
            "client_close",
            "Codes of servers and of the network are not an application's to say.",
            "client close 1001", "client close 1002", "client close 1003", "client close 1007", "client close 1008", "client close 1011", "client close 1012",
            "client close 1013"),
        new(
            "connect_auth_token",
            "A token comes with \"phoenix\" before it, once, and in base64.",
            "token only, without \"phoenix\"", "two tokens", "token that is not base64", "token whose base64url has*", "the same token bytes in the standard alphabet*"),
        new("connect_auth_token", "The platform's WebSockets take a missing selection for an answer.", "subprotocol sent to a mount without auth_token*"),
        new("connect_origin", "Our client sends no empty header, and opens with GET.", "Origin: ", "longpoll POST with*", "longpoll OPTIONS with*"),
        new(
            "connect_vsn",
            "Our client asks for 2.0.0 or 1.0.0.",
            "vsn=\"2.0.1\"", "vsn=\"2.1.0\"", "vsn=\"1.0.7\"", "vsn=\"1.1.0\"", "vsn=\"3.0.0\"", "vsn=\"0.9.0\"", "vsn=\"2\"", "vsn=\"2.0\"", "vsn=\"abc\"", "vsn=\"\"",
            "vsn=\" 2.0.0\"", "vsn=\"2.0.0-rc.1\"", "vsn=\"2.0.0+build\"", "vsn=null", "vsn[]=2.0.0*", "malformed query string*", "query with invalid UTF-8"),
        new("crash.v2", "Our client says nothing on a channel that has crashed.", "push with the ref of the dead channel"),
        new("crash.v2", "Our client leaves the old channel before the topic is joined again, as the official one does.", "join pipelined behind a crash*"),
        new(
            "heartbeat.v2",
            "Our client has one heartbeat, and channels cannot have its topic (UntypedChannelTests). Pings are the platform's.",
            "ref null", "integer ref", "join_ref set and*", "payload null", "another event on*", "join on \"phoenix\"", "leave on \"phoenix\"", "websocket ping"),
        new("intercept.v2", "Our client leaves the old channel before the topic is joined again.", "a second client with the nick of the sender"),
        new("join_error.v2", "Our client says nothing on a topic that was refused.", "a push on the refused topic"),
        new(
            "join_payloads.v2",
            "Our client's join has one ref, which is text, and its join ref.",
            "join_ref null", "join_ref differs from ref", "integer refs", "float and string refs", "ref null, join_ref set", "both null", "object and array refs"),
        new("join_unmatched.v2", "A topic of ours is not empty.", """["4","4","","phx_join",{}]"""),
        new("js_client_session.v2", "The official client says that it leaves a channel that refused it; there is nothing to leave.", """["22","23","room:js2","phx_leave",{}]"""),
        new("leave.v2", "Our client says nothing on a channel that was left, and leaves it once.", "push after leave", "leave again", "pipelined leave, push"),
        new(
            "leave.v2",
            "Our client waits for the join before it pushes, and its leave has no payload.",
            "pipelined join, push, leave, join, push", "leave with a payload"),
        new("longpoll_errors", "The parameter \"token\" is the session's here.", "POST without a token", "POST without a content type", "POST with a forged token", "GET with a forged token*"),
        new("longpoll_errors", "Methods and requests that are not ours.", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS*", "/two mount with*"),
        new("longpoll_errors", "Our client asks for 2.0.0 or 1.0.0, and says which.", "unknown vsn", "no vsn: 1.0.0"),
        new(
            "longpoll_errors",
            "Bodies that are not ours, and what comes after them.",
            "POST an*", "POST malformed JSON*", "the next*", "POST with*", "POST more than 100*", "the session survives*", "vsn 1.0.0 with*", "POST a v2 message*"),
        new("longpoll_expiry", "Heartbeats by long polling, which ours does not send.", "POST gives 410*", "a session that is not polled", "POST: the token is still valid*", "GET"),
        new("longpoll_flow.v2", "Our client says nothing on a topic that is not joined.", "POST on a topic not joined"),
        new("max_channels", "Our client leaves the old channel before the topic is joined again.", "joining a joined topic again*"),
        new("replies.v1", "Every push of our client has a ref, which is text.", "push with ref null", "push with an integer ref"),
        new("replies.v2", "Every push of our client has a ref, which is text.", "push with ref null", "push with an integer ref"),
        new("stop.v2", "Our client says nothing on a channel that was stopped.", "push after the stop"),
        new("stop.v2", "Our client leaves the old channel before the topic is joined again.", "join pipelined behind a stop*"),
        new("timeout_short.v2", "Pings and pongs are the platform's.", "websocket pings each second", "unsolicited pongs each second"),
        new("unknown_event.v2", "Our client says nothing on a channel that has crashed.", "push after the crash"),
    ];
}
