namespace Channels.Typed.Topics;

/// <summary>What a parameter of a topic pattern holds.</summary>
internal enum TopicParameterType
{
    /// <summary>Text: <c>{name}</c>. As the pattern's last part it takes the rest of the topic, also none.</summary>
    String,

    /// <summary>A 32-bit integer in its shortest form: <c>{name:int}</c>.</summary>
    Int32,

    /// <summary>A 64-bit integer in its shortest form: <c>{name:long}</c>.</summary>
    Int64,

    /// <summary>A GUID in lower case with hyphens: <c>{name:guid}</c>.</summary>
    Guid,
}
