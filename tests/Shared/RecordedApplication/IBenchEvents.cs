namespace Channels.Typed.Tests.Shared.RecordedApplication;

/// <summary>The events of the bench channel.</summary>
public interface IBenchEvents
{
    [HandleOut]
    ValueTask ShoutAsync(Message message);

    [HandleOut]
    ValueTask ShoutFromAsync(Message message);
}
