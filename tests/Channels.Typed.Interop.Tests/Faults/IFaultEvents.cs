namespace Channels.Typed.Interop.Tests.Faults;

public interface IFaultEvents
{
    [HandleOut]
    ValueTask NoticedAsync(Echoed text);

    [HandleOut(Intercept = true)]
    ValueTask BytesNoticedAsync(ReadOnlyMemory<byte> bytes);
}
