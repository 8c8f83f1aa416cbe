using System.Text;
using Channels.Typed.Client.Tests.Fixture;

namespace Channels.Typed.Client.Tests.Recorded.Player;

/// <summary>A connection over the in-memory transport.</summary>
internal sealed class MemoryLink : IRecordedLink
{
    private const string BinaryMark = "binary ";

    private readonly ScriptedConnection _connection;

    public MemoryLink(ScriptedConnection connection)
    {
        _connection = connection;
        connection.AnswersClose = false;
    }

    public async Task<byte[]> FrameAsync(bool isBinary)
    {
        string frame = await _connection.ReceiveAsync();
        Assert.Equal(isBinary, frame.StartsWith(BinaryMark, StringComparison.Ordinal));
        return isBinary ? Encoding.Latin1.GetBytes(frame[BinaryMark.Length..]) : Encoding.UTF8.GetBytes(frame);
    }

    public async Task<(int? Code, string Reason)> CloseAsync()
    {
        await _connection.Closed;
        Assert.False(_connection.HasFrame, "Our client sent a frame that is not in the recording.");
        return (_connection.CloseFrame.Code, _connection.CloseFrame.Reason ?? "");
    }

    public Task SendAsync(byte[] data, bool isBinary)
    {
        if (isBinary)
        {
            _connection.SendBinary(data);
        }
        else
        {
            _connection.Send(Encoding.UTF8.GetString(data));
        }

        return Task.CompletedTask;
    }

    public Task SendCloseAsync(int code)
    {
        _connection.Close(code);
        return Task.CompletedTask;
    }

    public void Drop() => _connection.Drop();
}
