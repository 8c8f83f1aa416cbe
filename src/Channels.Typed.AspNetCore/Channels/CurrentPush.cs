using Channels.Typed.AspNetCore.Observability;

namespace Channels.Typed.AspNetCore.Channels;

/// <summary>
/// The join or push that the channel is handling: its ref, and how it has been handled so far. Only the owner of the turn uses it.
/// </summary>
internal struct CurrentPush
{
    private byte[]? _ref;
    private int _refLength;

    /// <summary>Gets the ref as raw JSON; empty if no join or push is being handled.</summary>
    public readonly ReadOnlySpan<byte> Ref => _ref.AsSpan(0, _refLength);

    /// <summary>Gets a value indicating whether the channel is handling a join or a push, and not a broadcast or an info message.</summary>
    public readonly bool IsActive => _refLength > 0;

    /// <summary>Gets or sets how the join or push has been handled so far.</summary>
    public Outcome Outcome { get; set; }

    /// <summary>Begins a join or a push; its ref is copied.</summary>
    public void Begin(ReadOnlySpan<byte> reference)
    {
        if (_ref is null || _ref.Length < reference.Length)
        {
            _ref = new byte[Math.Max(16, reference.Length)];
        }

        reference.CopyTo(_ref);
        _refLength = reference.Length;
    }

    /// <summary>Begins something that has no ref and no reply.</summary>
    public void Clear() => _refLength = 0;
}
