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
    /// <exception cref="ArgumentException">The name is empty or begins with <c>phx_</c>.</exception>
    public EventName(string name)
    {
        if (name.Length == 0)
        {
            throw new ArgumentException("An event's name must not be empty. Use something like 'message_posted'.", nameof(name));
        }

        if (name.StartsWith(PhoenixEvents.ReservedPrefix, StringComparison.Ordinal))
        {
            throw new ArgumentException($"The event name '{name}' belongs to the protocol. Use a name that does not begin with 'phx_'.", nameof(name));
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

    /// <summary>Gets <see cref="Utf8"/> as the array that it is, for whoever keeps it; nobody changes it.</summary>
    internal byte[] Utf8Bytes => _utf8;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
