using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Channels.Typed.AspNetCore;

/// <summary>
/// Options of one mount, that is of one call of <c>MapChannels</c>. The limits start with the server's values
/// (<see cref="ChannelsOptions"/>); a value that is set here applies to the connections of this mount. Validated when the socket is mapped;
/// must not be changed after that.
/// </summary>
public sealed class SocketOptions
{
    // The characters of a token (RFC 7230, section 3.2.6).
    private static readonly SearchValues<char> SubprotocolChars = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private int? _outboxHighWaterBytes;

    internal SocketOptions(ChannelsOptions server)
    {
        IdleTimeout = server.IdleTimeout;
        MessageTimeout = server.MessageTimeout;
        MaxMessageBytes = server.MaxMessageBytes;
        MaxChannelsPerConnection = server.MaxChannelsPerConnection;
        MaxOutboxBytes = server.MaxOutboxBytes;
        _outboxHighWaterBytes = server.OutboxHighWaterBytes == server.MaxOutboxBytes / 4 ? null : server.OutboxHighWaterBytes;
        SendTimeout = server.SendTimeout;
        CheckOrigin = server.CreateOriginCheck();
        LongPoll = server.LongPoll.Copy();
    }

    /// <summary>Gets or sets the path of the WebSocket, appended to the path of the mount. It may have route parameters.</summary>
    /// <value>The default is <c>/websocket</c>, which existing clients append by themselves.</value>
    public string WebSocketPath { get; set; } = "/websocket";

    /// <summary>Gets or sets how long a client may send nothing, not even a heartbeat, before its connection is closed with 1002.</summary>
    /// <value>The default is <see cref="ChannelsOptions.IdleTimeout"/>.</value>
    public TimeSpan IdleTimeout { get; set; }

    /// <summary>
    /// Gets or sets how long a client may take to finish a message that it has begun, before its connection is closed with 1002.
    /// </summary>
    /// <value>The default is <see cref="ChannelsOptions.MessageTimeout"/>.</value>
    public TimeSpan MessageTimeout { get; set; }

    /// <summary>Gets or sets the largest message of a client, in bytes. A larger message closes the connection with 1009.</summary>
    /// <value>The default is <see cref="ChannelsOptions.MaxMessageBytes"/>.</value>
    public int MaxMessageBytes { get; set; }

    /// <summary>Gets or sets how many channels one connection may have joined at the same time.</summary>
    /// <value>The default is <see cref="ChannelsOptions.MaxChannelsPerConnection"/>.</value>
    public int MaxChannelsPerConnection { get; set; }

    /// <summary>
    /// Gets or sets how many bytes that it did not ask for may wait for one client that reads slowly. One byte more ends its connection.
    /// A broadcast of a channel that is larger by itself fails where it is sent.
    /// </summary>
    /// <value>The default is <see cref="ChannelsOptions.MaxOutboxBytes"/>.</value>
    public int MaxOutboxBytes { get; set; }

    /// <summary>
    /// Gets or sets how many bytes may wait for one client before the server stops reading from it: from 256 to
    /// <see cref="MaxOutboxBytes"/>.
    /// </summary>
    /// <value>
    /// The default is <see cref="ChannelsOptions.OutboxHighWaterBytes"/> if that was set, and otherwise a quarter of
    /// <see cref="MaxOutboxBytes"/>.
    /// </value>
    public int OutboxHighWaterBytes
    {
        get => _outboxHighWaterBytes ?? MaxOutboxBytes / 4;
        set => _outboxHighWaterBytes = value;
    }

    /// <summary>
    /// Gets or sets how long a client may take no bytes while some wait for it. Then its connection is aborted.
    /// </summary>
    /// <value>The default is <see cref="ChannelsOptions.SendTimeout"/>.</value>
    public TimeSpan SendTimeout { get; set; }

    /// <summary>Gets or sets which web pages may connect. Other pages get HTTP status 403.</summary>
    /// <value>The default comes from <see cref="ChannelsOptions.CheckOrigin"/> and <see cref="ChannelsOptions.AllowedOrigins"/>.</value>
    public OriginCheck CheckOrigin { get; set; }

    /// <summary>
    /// Gets or sets the function that answers the request when <see cref="IUserSocket.ConnectAsync"/> refuses a client. It gets the request
    /// and the refusal. The status of the refusal is already set; the function may change it and write a body. It is not called when the
    /// origin, the version or the subprotocol is refused.
    /// </summary>
    /// <value>The default is <see langword="null"/>: the answer has the status and the text of the refusal.</value>
    public Func<HttpContext, ConnectResult, Task>? ErrorHandler { get; set; }

    /// <summary>
    /// Gets the WebSocket subprotocols of the mount, the preferred one first. The server selects the first in this list that the client
    /// offers. If the client offers only others, it gets HTTP status 403. A client that offers none connects without a subprotocol.
    /// </summary>
    /// <value>The default is empty: the offers of clients are ignored.</value>
    public IList<string> Subprotocols { get; } = [];

    /// <summary>
    /// Gets or sets a value indicating whether clients may send a token outside of the URL, because URLs are often logged. User sockets
    /// find it in <see cref="ConnectContext.AuthToken"/>.
    /// </summary>
    /// <remarks>
    /// Browsers offer the token as a subprotocol, <c>base64url.bearer.phx.{token in base64}</c>, together with <c>phoenix</c>.
    /// <c>phoenix</c> becomes a subprotocol of the mount, before all of <see cref="Subprotocols"/>. Both alphabets of base64 are accepted,
    /// with and without padding; other text gets HTTP status 400 (in Phoenix, 500). If a client offers more than one token,
    /// <see cref="ConnectContext.AuthToken"/> is null. A client without such a subprotocol may send the token in the header
    /// <c>X-Phoenix-AuthToken</c>, not encoded.
    /// </remarks>
    /// <value>The default is <see langword="false"/>.</value>
    public bool AuthToken { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether messages are compressed (permessage-deflate) for clients that offer it; browsers do. A
    /// broadcast is compressed once for all clients. Frames of less than 256 bytes, and frames that would not get smaller, are sent
    /// uncompressed.
    /// </summary>
    /// <remarks>
    /// It saves bandwidth and costs processor time, also for each reply and push of 256 bytes or more. Do not use it if one message can
    /// contain both a secret and text that an attacker chooses: the size of the message would reveal the secret. A client's message may
    /// inflate to <see cref="MaxMessageBytes"/>, and beyond 64 KiB to at most 25 times its size. A larger one closes the connection with
    /// 1009.
    /// </remarks>
    /// <value>The default is <see langword="false"/>, as in Phoenix.</value>
    public bool Compress { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether the log has an entry for each client that the user socket accepts or refuses. Errors of the
    /// request itself, such as a wrong origin, are always logged, and the metrics always count all clients.
    /// </summary>
    /// <value>The default is <see langword="true"/>. <see langword="false"/> is Phoenix's <c>log: false</c>.</value>
    public bool LogConnects { get; set; } = true;

    /// <summary>Gets the options of long polling at this mount.</summary>
    /// <value>The defaults are the server's.</value>
    public LongPollOptions LongPoll { get; }

    /// <summary>Gets the filters of the channels of this mount. They run after the filters of the server.</summary>
    /// <value>The default is empty.</value>
    public ChannelFilterCollection Filters { get; } = new();

    /// <exception cref="OptionsValidationException">At least one option is out of range. The exception names all of them.</exception>
    internal void Validate(string mount)
    {
        var errors = new OptionErrors();
        Validate(mount, errors);
        if (errors.Texts.Count > 0)
        {
            throw new OptionsValidationException(mount, typeof(SocketOptions), errors.Texts);
        }
    }

    private void Validate(string mount, OptionErrors errors)
    {
        LongPoll.Validate($"SocketOptions of '{mount}'", errors);
        errors.CheckTime(IdleTimeout, Name(nameof(IdleTimeout), mount));
        errors.CheckTime(MessageTimeout, Name(nameof(MessageTimeout), mount));
        errors.CheckTime(SendTimeout, Name(nameof(SendTimeout), mount));
        errors.CheckMessageBytes(MaxMessageBytes, Name(nameof(MaxMessageBytes), mount));
        errors.CheckCount(MaxChannelsPerConnection, Name(nameof(MaxChannelsPerConnection), mount));
        errors.CheckOutboxBytes(MaxOutboxBytes, Name(nameof(MaxOutboxBytes), mount));
        errors.CheckHighWater(OutboxHighWaterBytes, MaxOutboxBytes, Name(nameof(OutboxHighWaterBytes), mount));
        errors.Check(CheckOrigin is not null, Name(nameof(CheckOrigin), mount), "null", "OriginCheck.Off to let every page connect");
        errors.Check(
            WebSocketPath is ['/', ..] && WebSocketPath.AsSpan().IndexOfAny("?#") < 0,
            Name(nameof(WebSocketPath), mount),
            WebSocketPath is null ? "null" : $"'{WebSocketPath}'",
            "a path that starts with '/', such as '/websocket'");
        for (int i = 0; i < Subprotocols.Count; i++)
        {
            string subprotocol = Subprotocols[i];
            errors.Check(
                IsSubprotocol(subprotocol) && Subprotocols.IndexOf(subprotocol) == i,
                Name($"{nameof(Subprotocols)}[{i}]", mount),
                subprotocol is null ? "null" : $"'{subprotocol}'",
                "each name once, of letters, digits and !#$%&'*+-.^_`|~");
        }
    }

    private static bool IsSubprotocol(string? text) => text is { Length: > 0 } && !text.AsSpan().ContainsAnyExcept(SubprotocolChars);

    private static string Name(string option, string mount) => $"SocketOptions.{option} of '{mount}'";
}
