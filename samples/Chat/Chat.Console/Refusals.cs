namespace Chat.Terminal;

/// <summary>Texts for the refusals that the contract declares.</summary>
internal static class Refusals
{
    public static string Describe(JoinRefused refusal) => refusal switch
    {
        JoinRefused.NickEmpty => "a nick is needed: --nick <your name>",
        JoinRefused.NickTooLong tooLong => $"that nick is too long, {tooLong.MaxLength} characters at most",
        JoinRefused.NickTaken => "somebody in the room has that nick already",
    };

    public static string Describe(PostRefused refusal) => refusal switch
    {
        PostRefused.Empty => "there is nothing in that message",
        PostRefused.TooLong tooLong => $"that message is too long, {tooLong.MaxLength} characters at most",
    };
}
