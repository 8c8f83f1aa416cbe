namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>The server's side of a connection.</summary>
internal interface IRecordedLink
{
    /// <summary>Receives the next frame of the client.</summary>
    Task<byte[]> FrameAsync(bool isBinary);

    /// <summary>Receives the client's close frame. No other frame may come before it.</summary>
    Task<(int? Code, string Reason)> CloseAsync();

    Task SendAsync(byte[] data, bool isBinary);

    Task SendCloseAsync(int code);

    /// <summary>Breaks the connection.</summary>
    void Drop();
}
