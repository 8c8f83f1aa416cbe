using Microsoft.Extensions.Options;

namespace Channels.Typed.AspNetCore;

/// <summary>Validates the server's options. The result names all options that are out of range.</summary>
internal sealed class ChannelsOptionsValidator : IValidateOptions<ChannelsOptions>
{
    public ValidateOptionsResult Validate(string? name, ChannelsOptions options)
    {
        var errors = new OptionErrors();
        options.Validate(errors);
        return errors.Texts.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors.Texts);
    }
}
