using System.Net.WebSockets;

namespace Channels.Typed.Client.Compatibility;

/// <summary>What one read from a WebSocket brought.</summary>
internal readonly record struct WebSocketChunk(int Count, WebSocketMessageType Type, bool IsLast);
