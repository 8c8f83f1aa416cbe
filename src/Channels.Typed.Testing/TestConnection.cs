using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Testing;

/// <summary>The server side of one connection of a client.</summary>
/// <remarks>Safe for use from several threads. Messages are returned in the order in which the client sent them.</remarks>
public sealed class TestConnection
{
    private readonly TestChannelServer _server;

    internal TestConnection(TestChannelServer server, TransportRequest request)
    {
        _server = server;
        Request = request;
    }

    /// <summary>Gets the request with which the client connected: the address with its parameters, and the token.</summary>
    public TransportRequest Request { get; }

    /// <summary>
    /// Gets or sets a value indicating whether the server replies to heartbeats. The test never gets heartbeats as messages.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool AnswersHeartbeats
    {
        get => Transport.AnswersHeartbeats;
        set => Transport.AnswersHeartbeats = value;
    }

    /// <summary>Gets a task that completes when the client has closed the connection.</summary>
    public Task Ended => Transport.Ended;

    internal TestTransport Transport { get; } = new();

    /// <summary>Receives the client's next message.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The message.</returns>
    /// <exception cref="TimeoutException">No message arrived within <see cref="TestChannelServer.Patience"/>.</exception>
    public Task<TestMessage> ReceiveAsync(CancellationToken cancellationToken = default) => ReceiveAsync("a message", cancellationToken);

    /// <summary>Receives the client's next message, which must be a join. The client waits for its reply.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The join, with the join payload.</returns>
    /// <exception cref="InvalidOperationException">The next message is another one.</exception>
    /// <exception cref="TimeoutException">No message arrived within <see cref="TestChannelServer.Patience"/>.</exception>
    public Task<TestMessage> ExpectJoinAsync(string topic, CancellationToken cancellationToken = default) =>
        ExpectAsync(topic, "phx_join", cancellationToken);

    /// <summary>Receives the client's next message, which must be a push.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The push.</returns>
    /// <exception cref="InvalidOperationException">The next message is another one.</exception>
    /// <exception cref="TimeoutException">No message arrived within <see cref="TestChannelServer.Patience"/>.</exception>
    public Task<TestMessage> ExpectPushAsync(string topic, string eventName, CancellationToken cancellationToken = default) =>
        ExpectAsync(topic, eventName, cancellationToken);

    /// <summary>Receives the client's next message, which must be a leave. The client waits for its reply.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The leave.</returns>
    /// <exception cref="InvalidOperationException">The next message is another one.</exception>
    /// <exception cref="TimeoutException">No message arrived within <see cref="TestChannelServer.Patience"/>.</exception>
    public Task<TestMessage> ExpectLeaveAsync(string topic, CancellationToken cancellationToken = default) =>
        ExpectAsync(topic, "phx_leave", cancellationToken);

    /// <summary>Sends an event to the client's channel of a topic.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload, JSON.</param>
    /// <exception cref="JsonException">The payload is not JSON.</exception>
    public void Push(string topic, string eventName, string payload = "{}") =>
        Transport.SendText("null", "null", topic, eventName, payload);

    /// <summary>Sends an event to the client's channel of a topic.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="typeInfo">The JSON metadata that writes the payload.</param>
    /// <typeparam name="T">The payload's type.</typeparam>
    public void Push<T>(string topic, string eventName, T payload, JsonTypeInfo<T> typeInfo) =>
        Push(topic, eventName, JsonSerializer.Serialize(payload, typeInfo));

    /// <summary>Simulates a crash of the channel of a topic. The client rejoins after a delay.</summary>
    /// <param name="topic">The topic.</param>
    public void CrashChannel(string topic) => Push(topic, "phx_error");

    /// <summary>Closes the channel of a topic. The client does not rejoin.</summary>
    /// <param name="topic">The topic.</param>
    public void CloseChannel(string topic) => Push(topic, "phx_close");

    /// <summary>Closes the connection with a close code. The client reconnects.</summary>
    /// <param name="code">The close code.</param>
    public void Close(int code = 1001) => Transport.SendClose(code);

    /// <summary>Drops the connection without a close frame. The client reconnects.</summary>
    public void Drop() => Transport.Drop();

    private async Task<TestMessage> ExpectAsync(string topic, string eventName, CancellationToken cancellationToken)
    {
        TestMessage message = await ReceiveAsync($"'{eventName}' on topic '{topic}'", cancellationToken).ConfigureAwait(false);
        return message.Topic == topic && message.EventName == eventName
            ? message
            : throw new InvalidOperationException(
                $"The test expected '{eventName}' on topic '{topic}', "
                + $"but the client sent '{message.EventName}' on topic '{message.Topic}'.");
    }

    private Task<TestMessage> ReceiveAsync(string expected, CancellationToken cancellationToken) =>
        Transport.Messages.ReadWithinAsync(_server.Patience, expected, cancellationToken);
}
