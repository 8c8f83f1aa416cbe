using System.Diagnostics.CodeAnalysis;

namespace Channels.Typed;

/// <summary>The declared outcome of a join or push: the payload of an ok reply or the payload of an error reply.</summary>
/// <remarks>
/// Handlers return a <typeparamref name="TOk"/> or a <typeparamref name="TError"/>, which convert implicitly. Callers use
/// <see cref="TryGetOk"/>, <see cref="Match{TResult}"/> or a <c>switch</c>, which the analyzers check for missing outcomes. All other
/// results, such as timeouts, lost connections and crashes, are a <see cref="ChannelException"/>.
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

    /// <summary>Gets the value that a handler returns if it replies later, with a deferred reply.</summary>
    public static Reply<TOk, TError> Deferred => new(ReplyKind.Deferred, default!, default!);

    /// <summary>Gets which outcome this is.</summary>
    public ReplyKind Kind { get; }

    /// <summary>Gets a value indicating whether the outcome is ok, so that <see cref="Value"/> can be read.</summary>
    public bool IsOk => Kind == ReplyKind.Ok;

    /// <summary>Gets a value indicating whether the outcome is an error reply, so that <see cref="Error"/> can be read.</summary>
    public bool IsError => Kind == ReplyKind.Error;

    /// <summary>Gets the payload of an ok reply.</summary>
    /// <exception cref="InvalidOperationException">The reply is not ok.</exception>
    public TOk Value => IsOk ? _value : throw WrongKind(ReplyKind.Ok);

    /// <summary>Gets the payload of an error reply.</summary>
    /// <exception cref="InvalidOperationException">The reply is not an error reply.</exception>
    public TError Error => IsError ? _error : throw WrongKind(ReplyKind.Error);

    /// <summary>Creates an ok reply. Needed only where there is no implicit conversion, for example from interface types.</summary>
    /// <param name="value">The payload.</param>
    /// <returns>The reply.</returns>
    public static Reply<TOk, TError> FromOk(TOk value) => new(ReplyKind.Ok, value, default!);

    /// <summary>Creates an error reply. Needed only where there is no implicit conversion, for example from interface types.</summary>
    /// <param name="error">The payload.</param>
    /// <returns>The reply.</returns>
    public static Reply<TOk, TError> FromError(TError error) => new(ReplyKind.Error, default!, error);

    /// <summary>Creates an ok reply.</summary>
    /// <param name="value">The payload.</param>
    public static implicit operator Reply<TOk, TError>(TOk value) => FromOk(value);

    /// <summary>Creates an error reply.</summary>
    /// <param name="error">The payload.</param>
    public static implicit operator Reply<TOk, TError>(TError error) => FromError(error);

    /// <summary>Gets the payload of the outcome that the reply holds.</summary>
    /// <param name="value">The payload of an ok reply, if the method returns <see langword="true"/>.</param>
    /// <param name="error">The payload of an error reply, if the method returns <see langword="false"/>.</param>
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

    /// <summary>Calls the function of the outcome that the reply holds.</summary>
    /// <param name="ok">Called with the payload of an ok reply.</param>
    /// <param name="error">Called with the payload of an error reply.</param>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <returns>The result of the function.</returns>
    /// <exception cref="InvalidOperationException">The reply is <c>default</c> or deferred.</exception>
    public TResult Match<TResult>(Func<TOk, TResult> ok, Func<TError, TResult> error) =>
        TryGetOk(out TOk? okValue, out TError? errorValue) ? ok(okValue) : error(errorValue);

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        ReplyKind.Ok => $"Ok({_value})",
        ReplyKind.Error => $"Error({_error})",
        _ => Kind.ToString(),
    };

    private InvalidOperationException WrongKind(ReplyKind wanted) =>
        new($"The reply is {this}, not {wanted}. Check Kind, or use TryGetOk or Match.");
}
