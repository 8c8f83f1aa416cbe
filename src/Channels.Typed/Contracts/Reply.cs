using System.Diagnostics.CodeAnalysis;

namespace Channels.Typed;

/// <summary>The declared outcome of a join or push: either ok or a declared refusal, never both.</summary>
/// <remarks>
/// Handlers return a <typeparamref name="TOk"/> or a <typeparamref name="TError"/>, which convert implicitly. Callers use
/// <see cref="TryGetOk"/>, <see cref="Match{TResult}"/>, or a <c>switch</c>, which the analyzers check for missing outcomes. What is not
/// declared (timeouts, lost connections, crashes) is a <see cref="ChannelException"/> instead.
/// </remarks>
/// <typeparam name="TOk">The payload of status <c>ok</c>.</typeparam>
/// <typeparam name="TError">The payload of status <c>error</c>.</typeparam>
public readonly struct Reply<TOk, TError>
{
    private readonly TOk _value;
    private readonly TError _error;

    private Reply(ReplyKind kind, TOk value, TError error)
    {
        Kind = kind;
        _value = value;
        _error = error;
    }

    /// <summary>Gets the reply that a handler returns when it answers later, through a deferred reply.</summary>
    public static Reply<TOk, TError> Deferred => new(ReplyKind.Deferred, default!, default!);

    /// <summary>Gets which outcome this is.</summary>
    public ReplyKind Kind { get; }

    /// <summary>Gets a value indicating whether the outcome is ok, so that <see cref="Value"/> can be read.</summary>
    public bool IsOk => Kind == ReplyKind.Ok;

    /// <summary>Gets a value indicating whether the outcome is a refusal, so that <see cref="Error"/> can be read.</summary>
    public bool IsError => Kind == ReplyKind.Error;

    /// <summary>Gets the payload of an ok reply.</summary>
    /// <exception cref="InvalidOperationException">The reply is not ok.</exception>
    public TOk Value => IsOk ? _value : throw WrongKind(ReplyKind.Ok);

    /// <summary>Gets the refusal.</summary>
    /// <exception cref="InvalidOperationException">The reply is not a refusal.</exception>
    public TError Error => IsError ? _error : throw WrongKind(ReplyKind.Error);

    /// <summary>Makes an ok reply; needed only where the implicit conversion does not apply, as for interface types.</summary>
    /// <param name="value">The payload.</param>
    /// <returns>The reply.</returns>
    public static Reply<TOk, TError> FromOk(TOk value) => new(ReplyKind.Ok, value, default!);

    /// <summary>Makes a refusal; needed only where the implicit conversion does not apply, as for interface types.</summary>
    /// <param name="error">The refusal.</param>
    /// <returns>The reply.</returns>
    public static Reply<TOk, TError> FromError(TError error) => new(ReplyKind.Error, default!, error);

    /// <summary>Makes an ok reply.</summary>
    /// <param name="value">The payload.</param>
    public static implicit operator Reply<TOk, TError>(TOk value) => FromOk(value);

    /// <summary>Makes a refusal.</summary>
    /// <param name="error">The refusal.</param>
    public static implicit operator Reply<TOk, TError>(TError error) => FromError(error);

    /// <summary>Tells the two outcomes apart.</summary>
    /// <param name="value">The payload, if the result is <see langword="true"/>.</param>
    /// <param name="error">The refusal, if the result is <see langword="false"/>.</param>
    /// <returns>Whether the reply is ok.</returns>
    /// <exception cref="InvalidOperationException">The reply is <c>default</c> or deferred.</exception>
    public bool TryGetOk([MaybeNullWhen(false)] out TOk value, [MaybeNullWhen(true)] out TError error)
    {
        if (Kind is not (ReplyKind.Ok or ReplyKind.Error))
        {
            throw WrongKind(ReplyKind.Ok);
        }

        value = _value;
        error = _error;
        return IsOk;
    }

    /// <summary>Maps both outcomes to one result.</summary>
    /// <param name="ok">Called with the payload of an ok reply.</param>
    /// <param name="error">Called with the refusal.</param>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <returns>What the called function returned.</returns>
    /// <exception cref="InvalidOperationException">The reply is <c>default</c> or deferred.</exception>
    public TResult Match<TResult>(Func<TOk, TResult> ok, Func<TError, TResult> error) =>
        TryGetOk(out TOk? value, out TError? refusal) ? ok(value) : error(refusal);

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        ReplyKind.Ok => $"Ok({_value})",
        ReplyKind.Error => $"Error({_error})",
        _ => Kind.ToString(),
    };

    private InvalidOperationException WrongKind(ReplyKind wanted) =>
        new($"The reply is {this}, not {wanted}. Look at Kind, or use TryGetOk or Match, before reading it.");
}
