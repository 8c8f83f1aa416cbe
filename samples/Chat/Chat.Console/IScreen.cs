namespace Chat.Terminal;

/// <summary>Shows the chat and reads the user's input. Safe for use from several threads. Disposing it restores the terminal.</summary>
internal interface IScreen : IDisposable
{
    /// <summary>Occurs when the user types.</summary>
    event Action? Typing;

    /// <summary>Reads a line of input; null at the end of the input.</summary>
    Task<string?> ReadLineAsync(CancellationToken cancellationToken);

    void ShowMessage(Message message, bool isMine);

    /// <summary>Shows a note about the room or the connection.</summary>
    void ShowNote(string text);

    /// <summary>Shows an error.</summary>
    void ShowProblem(string text);

    void ShowTyping(string nick);
}
