using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Channels.Typed.Client.Transports;

namespace Channels.Typed.Testing;

/// <summary>The server's end of one connection of a client.</summary>
/// <remarks>Safe for use from several threads; what is expected is taken in the order in which the client sent it.</remarks>
public sealed class TestConnection
{
    private readonly TestChannelServer _server;

    internal TestConnection(TestChannelServer server, TransportRequest request)
    {
        _server = server;
        Request = request;
    }

    /// <summary>Gets what the client connected with: parameters, in the address, and token.</summary>
    public TransportRequest Request { get; }

    /// <summary>Gets or sets a value indicating whether heartbeats are answered. They are never among the messages of the client.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool AnswersHeartbeats
    {
        get => Transport.AnswersHeartbeats;
        set => Transport.AnswersHeartbeats = value;
    }

    /// <summary>Gets a task that completes when the client has let go of the connection.</summary>
    public Task Ended => Transport.Ended;

    internal TestTransport Transport { get; } = new();

    /// <summary>Takes the client's next message.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The message.</returns>
    /// <exception cref="TimeoutException">None came within <see cref="TestChannelServer.Patience"/>.</exception>
    public Task<TestMessage> ReceiveAsync(CancellationToken cancellationToken = default) => ReceiveAsync("a message", cancellationToken);

    /// <summary>Takes the client's next message, which has to be a join. It waits for its reply.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The join, with the request as payload.</returns>
    /// <exception cref="InvalidOperationException">It is another message.</exception>
    /// <exception cref="TimeoutException">None came within <see cref="TestChannelServer.Patience"/>.</exception>
    public Task<TestMessage> ExpectJoinAsync(string topic, CancellationToken cancellationToken = default) => ExpectAsync(topic, "phx_join", cancellationToken);

    /// <summary>Takes the client's next message, which has to be a push.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The push.</returns>
    /// <exception cref="InvalidOperationException">It is another message.</exception>
    /// <exception cref="TimeoutException">None came within <see cref="TestChannelServer.Patience"/>.</exception>
    public Task<TestMessage> ExpectPushAsync(string topic, string eventName, CancellationToken cancellationToken = default) =>
        ExpectAsync(topic, eventName, cancellationToken);

    /// <summary>Takes the client's next message, which has to be a leave. The client waits for its reply.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The leave.</returns>
    /// <exception cref="InvalidOperationException">It is another message.</exception>
    /// <exception cref="TimeoutException">None came within <see cref="TestChannelServer.Patience"/>.</exception>
    public Task<TestMessage> ExpectLeaveAsync(string topic, CancellationToken cancellationToken = default) => ExpectAsync(topic, "phx_leave", cancellationToken);

    /// <summary>Sends an event to the client's channel of a topic.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload, JSON.</param>
    /// <exception cref="JsonException">The payload is not JSON.</exception>
    public void Push(string topic, string eventName, string payload = "{}") => Transport.SendText("null", "null", topic, eventName, payload);

    /// <summary>Sends an event to the client's channel of a topic.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="typeInfo">How to write the payload.</param>
    /// <typeparam name="T">The payload's type.</typeparam>
    public void Push<T>(string topic, string eventName, T payload, JsonTypeInfo<T> typeInfo) => Push(topic, eventName, JsonSerializer.Serialize(payload, typeInfo));

    /// <summary>The channel of a topic crashes: the client rejoins after a while.</summary>
    /// <param name="topic">The topic.</param>
    public void CrashChannel(string topic) => Push(topic, "phx_error");

    /// <summary>The channel of a topic ends for good.</summary>
    /// <param name="topic">The topic.</param>
    public void CloseChannel(string topic) => Push(topic, "phx_close");

    /// <summary>Closes the connection as a server does; the client connects again.</summary>
    /// <param name="code">The close code.</param>
    public void Close(int code = 1001) => Transport.SendClose(code);

    /// <summary>Breaks the connection without a word; the client connects again.</summary>
    public void Drop() => Transport.Drop();

    private async Task<TestMessage> ExpectAsync(string topic, string eventName, CancellationToken cancellationToken)
    {
        TestMessage message = await ReceiveAsync($"'{eventName}' on topic '{topic}'", cancellationToken).ConfigureAwait(false);
        return message.Topic == topic && message.EventName == eventName
            ? message
            : throw new InvalidOperationException($"The client sent '{message.EventName}' on topic '{message.Topic}' and not '{eventName}' on topic '{topic}'.");
    }

    private Task<TestMessage> ReceiveAsync(string expected, CancellationToken cancellationToken) =>
        Transport.Messages.ReadWithinAsync(_server.Patience, expected, cancellationToken);
}
