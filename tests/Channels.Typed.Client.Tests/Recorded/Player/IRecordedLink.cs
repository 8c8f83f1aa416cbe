namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>The server's end of a connection.</summary>
internal interface IRecordedLink
{
    /// <summary>The next frame of the client.</summary>
    Task<byte[]> FrameAsync(bool isBinary);

    /// <summary>The client's close frame, before which nothing else may come.</summary>
    Task<(int? Code, string Reason)> CloseAsync();

    Task SendAsync(byte[] data, bool isBinary);

    Task SendCloseAsync(int code);

    /// <summary>Breaks the connection.</summary>
    void Drop();
}
