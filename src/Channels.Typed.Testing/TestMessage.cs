using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Channels.Typed.Testing;

/// <summary>A message that a client sent.</summary>
public sealed class TestMessage
{
    private readonly TestTransport _transport;
    private readonly string _joinRef;
    private readonly string _ref;
    private readonly byte[] _payload;

    internal TestMessage(
        TestTransport transport, string joinRef, string reference, string topic, string eventName, byte[] payload, bool isBinary)
    {
        _transport = transport;
        _joinRef = joinRef;
        _ref = reference;
        Topic = topic;
        EventName = eventName;
        _payload = payload;
        IsBinary = isBinary;
    }

    /// <summary>Gets the topic.</summary>
    public string Topic { get; }

    /// <summary>Gets the event.</summary>
    public string EventName { get; }

    /// <summary>Gets a value indicating whether the payload is bytes and not JSON.</summary>
    public bool IsBinary { get; }

    /// <summary>Gets the payload: UTF-8 JSON, or bytes if <see cref="IsBinary"/>.</summary>
    public ReadOnlyMemory<byte> Payload => _payload;

    /// <summary>Gets the payload as text, for comparisons.</summary>
    public string Json => System.Text.Encoding.UTF8.GetString(_payload);

    /// <summary>Reads the payload.</summary>
    /// <param name="typeInfo">The JSON metadata that reads the payload.</param>
    /// <typeparam name="T">The type.</typeparam>
    /// <returns>The payload.</returns>
    /// <exception cref="JsonException">The payload does not have this type.</exception>
    public T? Read<T>(JsonTypeInfo<T> typeInfo) => JsonSerializer.Deserialize(_payload, typeInfo);

    /// <summary>Replies with status <c>ok</c>.</summary>
    /// <param name="response">The response, JSON.</param>
    /// <exception cref="JsonException">The response is not JSON.</exception>
    public void ReplyOk(string response = "{}") => Reply("ok", response);

    /// <summary>Replies with status <c>ok</c>.</summary>
    /// <param name="response">The response.</param>
    /// <param name="typeInfo">The JSON metadata that writes the response.</param>
    /// <typeparam name="T">The type.</typeparam>
    public void ReplyOk<T>(T response, JsonTypeInfo<T> typeInfo) => Reply("ok", JsonSerializer.Serialize(response, typeInfo));

    /// <summary>Replies with status <c>error</c>.</summary>
    /// <param name="response">The response, JSON.</param>
    /// <exception cref="JsonException">The response is not JSON.</exception>
    public void ReplyError(string response = "{}") => Reply("error", response);

    /// <summary>Replies with status <c>error</c>.</summary>
    /// <param name="response">The response.</param>
    /// <param name="typeInfo">The JSON metadata that writes the response.</param>
    /// <typeparam name="T">The type.</typeparam>
    public void ReplyError<T>(T response, JsonTypeInfo<T> typeInfo) => Reply("error", JsonSerializer.Serialize(response, typeInfo));

    /// <summary>Replies with any status.</summary>
    /// <param name="status">The status.</param>
    /// <param name="response">The response, JSON.</param>
    /// <exception cref="JsonException">The response is not JSON.</exception>
    public void Reply(string status, string response)
    {
        TestTransport.CheckJson(response);
        _transport.SendText(_joinRef, _ref, Topic, "phx_reply", $$"""{"response":{{response}},"status":{{TestTransport.Quote(status)}}}""");
    }
}
