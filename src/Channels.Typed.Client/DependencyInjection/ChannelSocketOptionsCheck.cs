using Microsoft.Extensions.Options;

namespace Channels.Typed.Client.DependencyInjection;

/// <summary>Checks the options of the container's sockets like the constructor of a socket, but before a socket is made.</summary>
internal sealed class ChannelSocketOptionsCheck : IValidateOptions<ChannelSocketOptions>
{
    public ValidateOptionsResult Validate(string? name, ChannelSocketOptions options)
    {
        string socket = string.IsNullOrEmpty(name) ? "The channel socket" : $"The channel socket '{name}'";
        if (options.Endpoint is null)
        {
            return ValidateOptionsResult.Fail(
                $"{socket} has no endpoint. Set ChannelSocketOptions.Endpoint to an address such as 'wss://example.org/socket'.");
        }

        try
        {
            var settings = new SocketSettings(options);
            _ = new SocketAddress(options.Endpoint, settings.ProtocolVersion);
            return ValidateOptionsResult.Success;
        }
        catch (ArgumentException exception)
        {
            return ValidateOptionsResult.Fail($"{socket} has invalid options: {exception.Message}");
        }
    }
}
