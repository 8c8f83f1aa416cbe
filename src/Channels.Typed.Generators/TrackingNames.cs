namespace Channels.Typed.Generators;

/// <summary>The names of the pipeline's steps. Tests use them to check which steps run again after an edit.</summary>
internal static class TrackingNames
{
    public const string Contracts = nameof(Contracts);

    public const string Handlers = nameof(Handlers);

    public const string ContractLanguage = nameof(ContractLanguage);

    public const string ContractInjection = nameof(ContractInjection);

    public const string HandlerLanguage = nameof(HandlerLanguage);

    public const string ContractOutput = nameof(ContractOutput);

    public const string HandlerOutput = nameof(HandlerOutput);
}
