namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>One message of a client in the body of a POST.</summary>
internal readonly record struct PostEntry(ReadOnlyMemory<byte> Bytes, bool IsBinary);
