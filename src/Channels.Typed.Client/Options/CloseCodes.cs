using System.Text;

namespace Channels.Typed.Client;

/// <summary>The codes and reasons of close frames. For those of applications the rules are those of browsers.</summary>
internal static class CloseCodes
{
    public const int Normal = 1000;

    private const int NoCode = 1005;
    private const int Abnormal = 1006;
    private const int TlsFailed = 1015;
    private const int FirstOfApplications = 3000;
    private const int LastOfApplications = 4999;

    // The payload of a close frame has at most 125 bytes, and two of them are the code.
    private const int MaxReasonBytes = 123;

    /// <summary>
    /// Gets the code of the answer to the server's close frame: the same, or 1000 if it has none. <see langword="null"/> if the server sent
    /// no close frame, which the codes 1006 and 1015 mean.
    /// </summary>
    public static int? AnswerTo(int? closeCode) => closeCode switch
    {
        null or NoCode => Normal,
        Abnormal or TlsFailed => null,
        _ => closeCode,
    };

    public static void Check(int closeCode, string? closeReason)
    {
        if (closeCode != Normal && closeCode is < FirstOfApplications or > LastOfApplications)
        {
            throw new ArgumentOutOfRangeException(
                nameof(closeCode),
                $"The close code is {closeCode}. It must be {Normal}, or from {FirstOfApplications} to {LastOfApplications}.");
        }

        if (closeReason is not null && Encoding.UTF8.GetByteCount(closeReason) > MaxReasonBytes)
        {
            throw new ArgumentException(
                $"The close reason has {Encoding.UTF8.GetByteCount(closeReason)} bytes of UTF-8. It must have at most {MaxReasonBytes}.",
                nameof(closeReason));
        }
    }
}
