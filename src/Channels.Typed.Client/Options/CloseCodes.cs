using System.Text;

namespace Channels.Typed.Client;

/// <summary>The codes and reasons with which an application may close a connection. The rules are those of browsers.</summary>
internal static class CloseCodes
{
    public const int Normal = 1000;

    private const int FirstOfApplications = 3000;
    private const int LastOfApplications = 4999;

    // The payload of a close frame has at most 125 bytes, and two of them are the code.
    private const int MaxReasonBytes = 123;

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
