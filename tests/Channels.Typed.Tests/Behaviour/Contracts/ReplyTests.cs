using Channels.Typed.Tests.Fixture;

namespace Channels.Typed.Tests.Behaviour.Contracts;

public sealed class ReplyTests
{
    private static readonly Note Value = new("a");
    private static readonly Refused Refusal = new("no");

    [Fact]
    public void Ok_HoldsItsValueOnly()
    {
        Reply<Note, Refused> reply = Value;

        Assert.Equal(ReplyKind.Ok, reply.Kind);
        Assert.True(reply.IsOk);
        Assert.False(reply.IsError);
        Assert.Same(Value, reply.Value);
        Assert.True(reply.TryGetOk(out Note? value, out Refused? error));
        Assert.Same(Value, value);
        Assert.Null(error);
        Assert.Equal("ok a", reply.Match(ok => "ok " + ok.Text, refused => "error " + refused.Reason));
        Assert.Equal($"Ok({Value})", reply.ToString());
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => reply.Error);
        Assert.Equal($"The reply is Ok({Value}), not Error. Check Kind, or use TryGetOk or Match.", e.Message);
    }

    [Fact]
    public void Error_HoldsItsRefusalOnly()
    {
        Reply<Note, Refused> reply = Refusal;

        Assert.Equal(ReplyKind.Error, reply.Kind);
        Assert.False(reply.IsOk);
        Assert.True(reply.IsError);
        Assert.Same(Refusal, reply.Error);
        Assert.False(reply.TryGetOk(out Note? value, out Refused? error));
        Assert.Null(value);
        Assert.Same(Refusal, error);
        Assert.Equal("error no", reply.Match(ok => "ok " + ok.Text, refused => "error " + refused.Reason));
        Assert.Equal($"Error({Refusal})", reply.ToString());
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => reply.Value);
        Assert.Equal($"The reply is Error({Refusal}), not Ok. Check Kind, or use TryGetOk or Match.", e.Message);
    }

    [Theory]
    [InlineData(ReplyKind.None)]
    [InlineData(ReplyKind.Deferred)]
    public void NeitherOkNorError_CannotBeRead(ReplyKind kind)
    {
        Reply<Note, Refused> reply = kind == ReplyKind.None ? default : Reply<Note, Refused>.Deferred;

        Assert.Equal(kind, reply.Kind);
        Assert.False(reply.IsOk);
        Assert.False(reply.IsError);
        Assert.Equal(kind.ToString(), reply.ToString());
        Assert.Throws<InvalidOperationException>(() => reply.Value);
        Assert.Throws<InvalidOperationException>(() => reply.Error);
        Assert.Throws<InvalidOperationException>(() => reply.TryGetOk(out _, out _));
        Assert.Throws<InvalidOperationException>(() => reply.Match(_ => 1, _ => 2));
    }

    [Fact]
    public void Factories_DistinguishOkAndErrorOfOneType()
    {
        var ok = Reply<string, string>.FromOk("x");
        var error = Reply<string, string>.FromError("x");

        Assert.Equal(("x", ReplyKind.Ok), (ok.Value, ok.Kind));
        Assert.Equal(("x", ReplyKind.Error), (error.Error, error.Kind));
    }

    [Fact]
    public void ErrorThatIsTheDefaultOfItsType_IsAnError()
    {
        Reply<int, bool> reply = false;

        Assert.False(reply.TryGetOk(out _, out bool error));
        Assert.False(error);
        Assert.Equal("Error(False)", reply.ToString());
    }
}
