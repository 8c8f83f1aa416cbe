using System.Net.WebSockets;

namespace Channels.Typed.Client.Compatibility;

/// <summary>The result of one read from a WebSocket.</summary>
internal readonly record struct WebSocketChunk(int Count, WebSocketMessageType Type, bool IsLast);
