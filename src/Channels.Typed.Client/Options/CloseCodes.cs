using System.Text;

namespace Channels.Typed.Client;

/// <summary>What an application may say when it closes a connection; the same as in browsers.</summary>
internal static class CloseCodes
{
    public const int Normal = 1000;

    private const int FirstOfApplications = 3000;
    private const int LastOfApplications = 4999;

    // A close frame has 125 bytes, two of which are the code.
    private const int MaxReasonBytes = 123;

    public static void Check(int closeCode, string? closeReason)
    {
        if (closeCode != Normal && closeCode is < FirstOfApplications or > LastOfApplications)
        {
            throw new ArgumentOutOfRangeException(
                nameof(closeCode), $"The close code is {closeCode}. It must be {Normal}, or one of an application's own: {FirstOfApplications} to {LastOfApplications}.");
        }

        if (closeReason is not null && Encoding.UTF8.GetByteCount(closeReason) > MaxReasonBytes)
        {
            throw new ArgumentException($"The close reason has more than {MaxReasonBytes} bytes of UTF-8.", nameof(closeReason));
        }
    }
}
