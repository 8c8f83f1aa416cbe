using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Channels.Typed.CompilerServices;

/// <summary>Finds the JSON metadata of the payloads of a contract.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PayloadJson
{
    private static readonly JsonSerializerOptions WebDefaults = CreateWebDefaults();

    /// <summary>Gets the JSON metadata of a payload type.</summary>
    /// <param name="context">The context that the contract names; <see langword="null"/> to use reflection with web defaults.</param>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <returns>The metadata.</returns>
    /// <exception cref="NotSupportedException">
    /// The context does not describe the type, or there is none and reflection is not available.
    /// </exception>
    public static JsonTypeInfo<T> Get<T>(JsonSerializerContext? context)
    {
        if (typeof(T) == typeof(Empty))
        {
            return (JsonTypeInfo<T>)(object)JsonMetadataServices.CreateValueInfo<Empty>(
                context?.Options ?? WebDefaults, new EmptyConverter());
        }

        if (Payload<T>.IsBytes)
        {
            // Bytes are sent as they are, in binary frames. The metadata is only a placeholder for the parameters that require it.
            return (JsonTypeInfo<T>)(object)JsonMetadataServices.CreateValueInfo<ReadOnlyMemory<byte>>(
                context?.Options ?? WebDefaults, JsonMetadataServices.ReadOnlyMemoryByteConverter);
        }

        JsonTypeInfo? info = context is not null ? context.GetTypeInfo(typeof(T))
            : WebDefaults.TryGetTypeInfo(typeof(T), out JsonTypeInfo? found) ? found
            : null;
        return (JsonTypeInfo<T>?)info ?? throw Missing(typeof(T), context);
    }

    private static NotSupportedException Missing(Type type, JsonSerializerContext? context) => new(context is not null
        ? $"The payload type '{type}' is not described by '{context.GetType()}'. "
            + $"Add [JsonSerializable(typeof({type.Name}))] to the context."
        : $"The payload type '{type}' has no JSON metadata. "
            + "Name a JsonSerializerContext that describes it: [Channel(\"…\", JsonContext = typeof(…))].");

    private static JsonSerializerOptions CreateWebDefaults()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        if (JsonSerializer.IsReflectionEnabledByDefault)
        {
            options.TypeInfoResolverChain.Add(Reflection());
        }

        options.TypeInfoResolverChain.Add(JsonTypeInfoResolver.Combine());
        options.MakeReadOnly();
        return options;
    }

#if NET
    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2026",
        Justification = "Called only if reflection is enabled. Trimmed and AOT applications get the exception of Missing.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "As above.")]
#endif
    private static DefaultJsonTypeInfoResolver Reflection() => new();
}
