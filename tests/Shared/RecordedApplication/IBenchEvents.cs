namespace Channels.Typed.InteropClient.Contracts;

/// <summary>What the bench sends.</summary>
public interface IBenchEvents
{
    [HandleOut]
    ValueTask ShoutAsync(Message message);

    [HandleOut]
    ValueTask ShoutFromAsync(Message message);
}
