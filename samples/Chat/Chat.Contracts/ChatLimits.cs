namespace Chat;

/// <summary>The longest texts, in characters.</summary>
public static class ChatLimits
{
    /// <summary>The longest nick.</summary>
    public const int Nick = 20;

    /// <summary>The longest message.</summary>
    public const int Body = 500;
}
