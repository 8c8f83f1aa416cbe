namespace Channels.Typed.Generators;

/// <summary>Names of the pipeline's steps, by which the tests see what an edit runs again.</summary>
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
