using System.ComponentModel;
using System.Text;
using Channels.Typed.Protocol;

namespace Channels.Typed.CompilerServices;

/// <summary>The name of an event in the forms that reading and writing frames need. Immutable.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EventName
{
    private readonly byte[] _utf8;
    private readonly byte[] _json;

    /// <summary>Initializes a new instance of the <see cref="EventName"/> class.</summary>
    /// <param name="name">The name on the wire.</param>
    /// <exception cref="ArgumentException">The name is empty or starts with <c>phx_</c>.</exception>
    public EventName(string name)
    {
        if (name.Length == 0)
        {
            throw new ArgumentException("The event name is empty. Use a name such as 'message_posted'.", nameof(name));
        }

        if (name.StartsWith(PhoenixEvents.ReservedPrefix, StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"The event name '{name}' is reserved for the protocol. Use a name that does not start with 'phx_'.", nameof(name));
        }

        Name = name;
        _utf8 = Encoding.UTF8.GetBytes(name);
        _json = JsonText.Encode(_utf8);
    }

    /// <summary>Gets the name as text.</summary>
    public string Name { get; }

    /// <summary>Gets the name as UTF-8 text.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8;

    /// <summary>Gets the name as a JSON string, with its quotes.</summary>
    public ReadOnlySpan<byte> Json => _json;

    /// <summary>Gets the array behind <see cref="Utf8"/>, for code that stores it. Its content must not be changed.</summary>
    internal byte[] Utf8Bytes => _utf8;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
