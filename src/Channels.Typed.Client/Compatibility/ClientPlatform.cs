#if NET
using System.Runtime.Versioning;
#else
using System.Runtime.InteropServices;
#endif

namespace Channels.Typed.Client.Compatibility;

/// <summary>The platform that the client runs on.</summary>
internal static class ClientPlatform
{
    /// <summary>Gets a value indicating whether the client runs in a browser (WebAssembly), which makes all its connections.</summary>
#if NET
    [SupportedOSPlatformGuard("browser")]
    public static bool IsBrowser => OperatingSystem.IsBrowser();
#else
    public static bool IsBrowser { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.Create("BROWSER"));
#endif
}
