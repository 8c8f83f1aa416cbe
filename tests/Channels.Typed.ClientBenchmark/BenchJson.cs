using System.Text.Json;
using System.Text.Json.Serialization;

namespace Channels.Typed.ClientBenchmark;

/// <summary>The JSON of both clients.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Note))]
[JsonSerializable(typeof(Burst))]
[JsonSerializable(typeof(int))]
public sealed partial class BenchJson : JsonSerializerContext;
