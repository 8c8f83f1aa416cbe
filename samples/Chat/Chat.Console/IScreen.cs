namespace Chat.Terminal;

/// <summary>Where the chat is read and written. Called from several threads. Disposing it leaves the terminal as it was.</summary>
internal interface IScreen : IDisposable
{
    /// <summary>Occurs when something is being written that is not sent yet.</summary>
    event Action? Typing;

    /// <summary>Reads what the user says; null when there is nothing more.</summary>
    Task<string?> ReadLineAsync(CancellationToken cancellationToken);

    void ShowMessage(Message message, bool isMine);

    /// <summary>Shows that something happened.</summary>
    void ShowNote(string text);

    /// <summary>Shows that something the user wanted did not happen.</summary>
    void ShowProblem(string text);

    void ShowTyping(string nick);
}
