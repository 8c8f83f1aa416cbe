namespace Chat;

/// <summary>The message is posted.</summary>
/// <param name="Id">Its id.</param>
public sealed record Posted(long Id);
