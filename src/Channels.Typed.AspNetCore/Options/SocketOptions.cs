using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Channels.Typed.AspNetCore;

/// <summary>
/// Options of one mount of a socket, given to <c>MapChannels</c>. The limits begin with the server's values (<see cref="ChannelsOptions"/>);
/// what is set here counts for connections of this mount. Validated when the socket is mapped, and not to be changed after that.
/// </summary>
public sealed class SocketOptions
{
    // The characters of a token (RFC 7230, section 3.2.6).
    private static readonly SearchValues<char> SubprotocolChars = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    internal SocketOptions(ChannelsOptions server)
    {
        IdleTimeout = server.IdleTimeout;
        MessageTimeout = server.MessageTimeout;
        MaxMessageBytes = server.MaxMessageBytes;
        MaxChannelsPerConnection = server.MaxChannelsPerConnection;
        MaxOutboxBytes = server.MaxOutboxBytes;
        CheckOrigin = server.CreateOriginCheck();
        LongPoll = server.LongPoll.Copy();
    }

    /// <summary>Gets or sets the path of the WebSocket below the mount; it may have route parameters.</summary>
    /// <value>The default is <c>/websocket</c>, to which existing clients connect by themselves.</value>
    public string WebSocketPath { get; set; } = "/websocket";

    /// <summary>Gets or sets how long a client may send nothing, not even a heartbeat, before it is closed with 1002.</summary>
    /// <value>The default is <see cref="ChannelsOptions.IdleTimeout"/>.</value>
    public TimeSpan IdleTimeout { get; set; }

    /// <summary>Gets or sets how long a client may take to finish a message that it has begun, before it is closed with 1002.</summary>
    /// <value>The default is <see cref="ChannelsOptions.MessageTimeout"/>.</value>
    public TimeSpan MessageTimeout { get; set; }

    /// <summary>Gets or sets the largest message of a client, in bytes; a larger one closes the connection with 1009.</summary>
    /// <value>The default is <see cref="ChannelsOptions.MaxMessageBytes"/>.</value>
    public int MaxMessageBytes { get; set; }

    /// <summary>Gets or sets how many channels one connection may have joined at a time.</summary>
    /// <value>The default is <see cref="ChannelsOptions.MaxChannelsPerConnection"/>.</value>
    public int MaxChannelsPerConnection { get; set; }

    /// <summary>Gets or sets how many bytes may wait for one client that reads slowly; one byte more ends its connection.</summary>
    /// <value>The default is <see cref="ChannelsOptions.MaxOutboxBytes"/>.</value>
    public int MaxOutboxBytes { get; set; }

    /// <summary>Gets or sets which web pages may connect; those of others get 403.</summary>
    /// <value>The default is what <see cref="ChannelsOptions.CheckOrigin"/> and <see cref="ChannelsOptions.AllowedOrigins"/> say.</value>
    public OriginCheck CheckOrigin { get; set; }

    /// <summary>
    /// Gets or sets what answers when <see cref="IUserSocket.ConnectAsync"/> refuses, given the request and the refusal. The refusal's status is
    /// set before; the function may change it and write a body. It is not asked when origin, version or subprotocol are refused.
    /// </summary>
    /// <value>The default is <see langword="null"/>: the answer is the refusal's status and text.</value>
    public Func<HttpContext, ConnectResult, Task>? ErrorHandler { get; set; }

    /// <summary>
    /// Gets the WebSocket subprotocols of the mount, best first. A client that offers some is answered with the first of this list among
    /// them, and gets 403 if there is none; a client that offers none connects without.
    /// </summary>
    /// <value>The default is none: what clients offer is ignored.</value>
    public IList<string> Subprotocols { get; } = [];

    /// <summary>
    /// Gets or sets a value indicating whether clients may send a token apart from the address, where it would end up in logs. User sockets
    /// find it in <see cref="ConnectContext.AuthToken"/>.
    /// </summary>
    /// <remarks>
    /// Browsers offer it as a subprotocol, <c>base64url.bearer.phx.{token in base64}</c>, beside <c>phoenix</c>, which becomes a subprotocol of
    /// the mount, before all of <see cref="Subprotocols"/>. Both alphabets of base64 are taken, with and without padding; what is neither gets
    /// 400 (in Phoenix, 500). A client that offers more than one token is taken to have none. A client without such a subprotocol may use
    /// the header <c>X-Phoenix-AuthToken</c>, with the token as it is.
    /// </remarks>
    /// <value>The default is <see langword="false"/>.</value>
    public bool AuthToken { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether messages are compressed (permessage-deflate) for clients that offer it, as browsers do. A broadcast
    /// is compressed once, for all of them; frames of less than 256 bytes, and those that would not get smaller, are sent as they are.
    /// </summary>
    /// <remarks>
    /// It saves bandwidth and costs processor time, for each reply and push of 256 bytes or more as well. Do not use it where one message holds
    /// both a secret and text that an attacker chooses: the size of the message would tell of the secret. A client's message may inflate to
    /// <see cref="MaxMessageBytes"/>, and beyond 64 KiB to 25 times its size; more closes the connection with 1009.
    /// </remarks>
    /// <value>The default is <see langword="false"/>, as Phoenix's.</value>
    public bool Compress { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether the log has an entry for each client that the user socket accepts or refuses. What is wrong with a request
    /// itself, such as its origin, is logged all the same, and the metrics count all of them.
    /// </summary>
    /// <value>The default is <see langword="true"/>. <see langword="false"/> is Phoenix's <c>log: false</c>.</value>
    public bool LogConnects { get; set; } = true;

    /// <summary>Gets what is special to long polling at this mount.</summary>
    /// <value>The defaults are the server's.</value>
    public LongPollOptions LongPoll { get; }

    /// <summary>Gets the filters of the channels of this mount, inside those of the server.</summary>
    /// <value>The default is none.</value>
    public ChannelFilterCollection Filters { get; } = new();

    internal void Validate(string mount)
    {
        LongPoll.Validate($"SocketOptions of '{mount}'");
        OptionRange.CheckTime(IdleTimeout, Name(nameof(IdleTimeout), mount));
        OptionRange.CheckTime(MessageTimeout, Name(nameof(MessageTimeout), mount));
        OptionRange.CheckMessageBytes(MaxMessageBytes, Name(nameof(MaxMessageBytes), mount));
        OptionRange.CheckCount(MaxChannelsPerConnection, Name(nameof(MaxChannelsPerConnection), mount));
        OptionRange.CheckOutboxBytes(MaxOutboxBytes, Name(nameof(MaxOutboxBytes), mount));
        OptionRange.Check(CheckOrigin is not null, Name(nameof(CheckOrigin), mount), "null", "OriginCheck.Off to let every page connect");
        OptionRange.Check(
            WebSocketPath is ['/', ..] && WebSocketPath.AsSpan().IndexOfAny("?#") < 0,
            Name(nameof(WebSocketPath), mount),
            WebSocketPath is null ? "null" : $"'{WebSocketPath}'",
            "a path that starts with '/', such as '/websocket'");
        for (int i = 0; i < Subprotocols.Count; i++)
        {
            string subprotocol = Subprotocols[i];
            OptionRange.Check(
                IsSubprotocol(subprotocol) && Subprotocols.IndexOf(subprotocol) == i,
                Name($"{nameof(Subprotocols)}[{i}]", mount),
                subprotocol is null ? "null" : $"'{subprotocol}'",
                "each name once, of letters, digits and !#$%&'*+-.^_`|~");
        }
    }

    private static bool IsSubprotocol(string? text) => text is { Length: > 0 } && !text.AsSpan().ContainsAnyExcept(SubprotocolChars);

    private static string Name(string option, string mount) => $"SocketOptions.{option} of '{mount}'";
}
