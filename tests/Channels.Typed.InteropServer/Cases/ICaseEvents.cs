namespace Channels.Typed.InteropServer.Cases;

/// <summary>The events of <see cref="ICaseChannel"/>.</summary>
public interface ICaseEvents
{
    [HandleOut]
    ValueTask EnteredAsync(Note note);

    [HandleOut]
    ValueTask HelloAsync(Note note);

    [HandleOut]
    ValueTask PushedAsync(Note note);

    [HandleOut]
    ValueTask BroadcastAsync(Note note);

    [HandleOut("intercepted", Intercept = true)]
    ValueTask InterceptedAsync(Note note);

    [HandleOut]
    ValueTask YouLeftAsync(Note reason);

    [HandleOut]
    ValueTask BytesPushedAsync(ReadOnlyMemory<byte> bytes);

    [HandleOut]
    ValueTask BytesBroadcastAsync(ReadOnlyMemory<byte> bytes);
}
