namespace Channels.Typed.Client.Tests.Recorded;

/// <summary>A part of a recording that our client does not play, and the reason. Without parts it is the whole recording.</summary>
/// <param name="Recording">The recording's name.</param>
/// <param name="Why">Why our client does not send this, or sends something else.</param>
/// <param name="Parts">
/// Notes, or beginnings of notes followed by a star: each is removed up to the next note. Or frames of the client: each is removed up
/// to the
/// next frame or note.
/// </param>
internal sealed record NotPlayed(string Recording, string Why, params string[] Parts)
{
    /// <summary>Returns whether a part begins with this note or frame.</summary>
    public static bool Begins(string part, string data) =>
        part.EndsWith('*') ? data.StartsWith(part[..^1], StringComparison.Ordinal) : data == part;

    public static IReadOnlyList<NotPlayed> Table { get; } =
    [
        new("connect_http", "Handmade HTTP requests: no handshake, other methods, other paths."),
        new("malformed_json.v2", "Our client only writes valid JSON."),
        new("wrong_shape.v2", "Our client only writes messages of the right shape."),
        new(
            "message_before_join.v2",
            "Our client sends nothing on a topic that is not joined, and no control events: PushTests and JoinTests."),
        new("stale_join_ref.v2", "Our client has one join per topic at a time. Its frames never carry an earlier join ref or none."),
        new(
            "join_duplicate.v2",
            "Our client leaves the old channel before it joins the topic again, like the official one (JoinTests), and repeats no ref."),
        new("async_replies.v2", "Every push of our client has a ref.", "socket_ref with a null ref raises"),
        new(
            "binary.v2",
            "Every message of our client has a ref and a join ref, and its leaves and heartbeats are JSON.",
            "binary push with an empty ref*", "binary push with an empty join_ref", "binary push on a topic not joined",
            "binary heartbeat", "binary leave"),
        new(
            "client_close",
            "An application may not send the close codes of servers and networks.",
            "client close 1001", "client close 1002", "client close 1003", "client close 1007", "client close 1008",
            "client close 1011", "client close 1012", "client close 1013"),
        new(
            "connect_auth_token",
            "Our client sends one token, in base64, after \"phoenix\".",
            "token only, without \"phoenix\"", "two tokens", "token that is not base64", "token whose base64url has*",
            "the same token bytes in the standard alphabet*"),
        new(
            "connect_auth_token",
            "ClientWebSocket accepts a response without a subprotocol.",
            "subprotocol sent to a mount without auth_token*"),
        new(
            "connect_origin",
            "Our client sends no empty Origin header, and opens sessions with GET.",
            "Origin: ", "longpoll POST with*", "longpoll OPTIONS with*"),
        new(
            "connect_vsn",
            "Our client only sends version 2.0.0 or 1.0.0.",
            "vsn=\"2.0.1\"", "vsn=\"2.1.0\"", "vsn=\"1.0.7\"", "vsn=\"1.1.0\"", "vsn=\"3.0.0\"", "vsn=\"0.9.0\"", "vsn=\"2\"",
            "vsn=\"2.0\"", "vsn=\"abc\"", "vsn=\"\"", "vsn=\" 2.0.0\"", "vsn=\"2.0.0-rc.1\"", "vsn=\"2.0.0+build\"", "vsn=null",
            "vsn[]=2.0.0*", "malformed query string*", "query with invalid UTF-8"),
        new("crash.v2", "Our client sends nothing on a channel that has crashed.", "push with the ref of the dead channel"),
        new(
            "crash.v2",
            "Our client leaves the old channel before it joins the topic again, as the official one does.",
            "join pipelined behind a crash*"),
        new(
            "heartbeat.v2",
            "Our client has one heartbeat, and channels cannot have its topic (UntypedChannelTests). ClientWebSocket sends the pings.",
            "ref null", "integer ref", "join_ref set and*", "payload null", "another event on*", "join on \"phoenix\"",
            "leave on \"phoenix\"", "websocket ping"),
        new(
            "intercept.v2",
            "Our client leaves the old channel before it joins the topic again.",
            "a second client with the nick of the sender"),
        new("join_error.v2", "Our client sends nothing on a topic whose join was refused.", "a push on the refused topic"),
        new(
            "join_payloads.v2",
            "The ref of our client's join is a string and equal to its join ref.",
            "join_ref null", "join_ref differs from ref", "integer refs", "float and string refs", "ref null, join_ref set",
            "both null", "object and array refs"),
        new("join_unmatched.v2", "Our client refuses an empty topic.", """["4","4","","phx_join",{}]"""),
        new(
            "js_client_session.v2",
            "The official client sends phx_leave for a refused join. Our client does not, because it has not joined.",
            """["22","23","room:js2","phx_leave",{}]"""),
        new(
            "leave.v2",
            "Our client sends nothing on a channel that was left, and leaves it once.",
            "push after leave", "leave again", "pipelined leave, push"),
        new(
            "leave.v2",
            "Our client does not push before it has joined, and its leave has no payload.",
            "pipelined join, push, leave, join, push", "leave with a payload"),
        new(
            "longpoll_errors",
            "Our client always sends the token of the session.",
            "POST without a token", "POST without a content type", "POST with a forged token", "GET with a forged token*"),
        new(
            "longpoll_errors",
            "Our client does not send these methods and requests.",
            "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS*", "/two mount with*"),
        new("longpoll_errors", "Our client always sends version 2.0.0 or 1.0.0.", "unknown vsn", "no vsn: 1.0.0"),
        new(
            "longpoll_errors",
            "Our client does not send these bodies.",
            "POST an*", "POST malformed JSON*", "the next*", "POST with*", "POST more than 100*", "the session survives*",
            "vsn 1.0.0 with*", "POST a v2 message*"),
        new(
            "longpoll_expiry",
            "Our client sends no heartbeats over long polling.",
            "POST gives 410*", "a session that is not polled", "POST: the token is still valid*", "GET"),
        new("longpoll_flow.v2", "Our client sends nothing on a topic that is not joined.", "POST on a topic not joined"),
        new(
            "max_channels",
            "Our client leaves the old channel before it joins the topic again.",
            "joining a joined topic again*"),
        new(
            "replies.v1",
            "Every push of our client has a ref, which is a string.",
            "push with ref null", "push with an integer ref"),
        new(
            "replies.v2",
            "Every push of our client has a ref, which is a string.",
            "push with ref null", "push with an integer ref"),
        new("stop.v2", "Our client sends nothing on a channel that was stopped.", "push after the stop"),
        new("stop.v2", "Our client leaves the old channel before it joins the topic again.", "join pipelined behind a stop*"),
        new(
            "timeout_short.v2",
            "ClientWebSocket sends pings and pongs.",
            "websocket pings each second", "unsolicited pongs each second"),
        new("unknown_event.v2", "Our client sends nothing on a channel that has crashed.", "push after the crash"),
    ];
}
