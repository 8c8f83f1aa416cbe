using System.Buffers;
using Channels.Typed.AspNetCore.Handlers;
using Channels.Typed.Protocol;
using Channels.Typed.PubSub;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>One message in a mailbox: a push, a leave, an intercepted broadcast, or an info message.</summary>
internal readonly struct MailboxItem
{
    private readonly byte[]? _bytes;
    private readonly int _refLength;
    private readonly int _eventLength;
    private readonly int _payloadLength;

    /// <summary>Copies a push out of the receive buffer.</summary>
    public MailboxItem(in Frame frame)
    {
        _refLength = frame.Ref.Length;
        _eventLength = frame.Event.Length;
        _payloadLength = frame.Payload.Length;
        IsBinary = frame.IsBinary;
        IsEventString = frame.IsEventString;
        _bytes = ArrayPool<byte>.Shared.Rent(_refLength + _eventLength + _payloadLength);
        frame.Ref.CopyTo(_bytes);
        frame.Event.CopyTo(_bytes.AsSpan(_refLength));
        frame.Payload.CopyTo(_bytes.AsSpan(_refLength + _eventLength));
    }

    public MailboxItem(Broadcast broadcast) => Message = broadcast;

    public MailboxItem(InfoMessage message) => Message = message;

    /// <summary>Gets the <see cref="Broadcast"/> or the <see cref="InfoMessage"/>; null if the message came from the client.</summary>
    public object? Message { get; }

    /// <summary>Gets the bytes that the item keeps in memory. Objects of the application count as nothing.</summary>
    public int Size => _bytes?.Length ?? Message switch
    {
        Broadcast broadcast => broadcast.Frame.Length,
        InfoMessage info => info.Size,
        _ => 0,
    };

    public bool IsBinary { get; }

    public bool IsEventString { get; }

    public ReadOnlySpan<byte> Ref => _bytes.AsSpan(0, _refLength);

    public ReadOnlySpan<byte> Event => _bytes.AsSpan(_refLength, _eventLength);

    public ReadOnlySpan<byte> Payload => _bytes.AsSpan(_refLength + _eventLength, _payloadLength);

    /// <summary>Returns the copy to the pool. The item must not be used afterwards.</summary>
    public void Release()
    {
        if (_bytes is not null)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }
}
