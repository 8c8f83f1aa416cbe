namespace Chat;

/// <summary>A message to post.</summary>
/// <param name="Body">Its text.</param>
public sealed record PostMessage(string Body);
