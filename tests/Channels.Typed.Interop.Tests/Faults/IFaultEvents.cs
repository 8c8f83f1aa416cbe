namespace Channels.Typed.Interop.Tests.Lab;

public interface ILabEvents
{
    [HandleOut]
    ValueTask NoticedAsync(Echoed text);

    [HandleOut(Intercept = true)]
    ValueTask BytesNoticedAsync(ReadOnlyMemory<byte> bytes);
}
