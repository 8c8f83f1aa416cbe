namespace Channels.Typed.Topics;

/// <summary>The type of a parameter of a topic pattern.</summary>
internal enum TopicParameterType
{
    /// <summary>Text: <c>{name}</c>. At the end of the pattern it takes the rest of the topic, which may be empty.</summary>
    String,

    /// <summary>A 32-bit integer in its shortest form: <c>{name:int}</c>.</summary>
    Int32,

    /// <summary>A 64-bit integer in its shortest form: <c>{name:long}</c>.</summary>
    Int64,

    /// <summary>A GUID in lower case with hyphens: <c>{name:guid}</c>.</summary>
    Guid,
}
