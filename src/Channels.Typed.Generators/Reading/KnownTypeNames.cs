namespace Channels.Typed.Generators.Reading;

/// <summary>
/// Types that are recognized by name, because the generator references no runtime assembly. A test checks that each exists.
/// </summary>
internal static class KnownTypeNames
{
    public const string ChannelAttribute = "Channels.Typed.ChannelAttribute";
    public const string ChannelHandlerAttribute = "Channels.Typed.ChannelHandlerAttribute";
    public const string JoinAttribute = "Channels.Typed.JoinAttribute";
    public const string HandleInAttribute = "Channels.Typed.HandleInAttribute";
    public const string HandleOutAttribute = "Channels.Typed.HandleOutAttribute";
    public const string IChannel = "Channels.Typed.IChannel";
    public const string Reply = "Channels.Typed.Reply";
    public const string ReplyKind = "Channels.Typed.ReplyKind";
    public const string Empty = "Channels.Typed.Empty";

    public const string RateLimitAttribute = "Channels.Typed.AspNetCore.RateLimitAttribute";
    public const string ChannelFilterAttribute = "Channels.Typed.AspNetCore.ChannelFilterAttribute";
    public const string UntypedChannel = "Channels.Typed.AspNetCore.UntypedChannel";

    public const string IAuthorizeData = "Microsoft.AspNetCore.Authorization.IAuthorizeData";
    public const string IAuthorizationRequirementData = "Microsoft.AspNetCore.Authorization.IAuthorizationRequirementData";
    public const string IAllowAnonymous = "Microsoft.AspNetCore.Authorization.IAllowAnonymous";

    public const string Task = "System.Threading.Tasks.Task";
    public const string ValueTask = "System.Threading.Tasks.ValueTask";
    public const string CancellationToken = "System.Threading.CancellationToken";

    public const string JsonSerializerContext = "System.Text.Json.Serialization.JsonSerializerContext";
    public const string JsonSerializableAttribute = "System.Text.Json.Serialization.JsonSerializableAttribute";
    public const string JsonTypeInfo = "System.Text.Json.Serialization.Metadata.JsonTypeInfo";
    public const string JsonDerivedTypeAttribute = "System.Text.Json.Serialization.JsonDerivedTypeAttribute";
    public const string JsonConverterAttribute = "System.Text.Json.Serialization.JsonConverterAttribute";

    public const string ActivatorUtilitiesConstructorAttribute =
        "Microsoft.Extensions.DependencyInjection.ActivatorUtilitiesConstructorAttribute";
    public const string IKeyedServiceProvider = "Microsoft.Extensions.DependencyInjection.IKeyedServiceProvider";
    public const string FromKeyedServicesAttribute = "Microsoft.Extensions.DependencyInjection.FromKeyedServicesAttribute";
}
