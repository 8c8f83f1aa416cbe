using Channels.Typed.AspNetCore.Handshake;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.Handshake;

public sealed class DeflateOfferTests
{
    private const string Answer = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    [Theory]
    [InlineData("permessage-deflate")]
    [InlineData("Permessage-Deflate")]
    [InlineData("permessage-deflate; client_max_window_bits")]
    [InlineData("permessage-deflate;client_max_window_bits=9;client_no_context_takeover;server_no_context_takeover")]
    [InlineData("x-other, permessage-deflate; server_max_window_bits=10, permessage-deflate")]
    public void Offer_Supported_IsAccepted(string offer) => Assert.Equal(Answer, DeflateOffer.Accept(offer));

    [Theory]
    [InlineData("permessage-deflate; server_max_window_bits=15")]
    [InlineData("permessage-deflate; server_max_window_bits=\"15\"")]
    public void Window_IsConfirmed(string offer) => Assert.Equal(Answer + "; server_max_window_bits=15", DeflateOffer.Accept(offer));

    [Theory]
    [InlineData("")]
    [InlineData("x-webkit-deflate-frame")]
    [InlineData("permessage-deflate; server_max_window_bits=9")]
    [InlineData("permessage-deflate; server_max_window_bits")]
    [InlineData("permessage-deflate; client_max_window_bits=7")]
    [InlineData("permessage-deflate; client_no_context_takeover=1")]
    [InlineData("permessage-deflate; unknown")]
    [InlineData("permessage-deflate;")]
    [InlineData("permessage-deflate; server_no_context_takeover; server_no_context_takeover")]
    public void Offer_NotSupported_IsDeclined(string offer) => Assert.Null(DeflateOffer.Accept(offer));

    [Fact]
    public void SecondHeaderLine_IsReadToo() => Assert.Equal(Answer, DeflateOffer.Accept(new(["x-other", "permessage-deflate"])));
}
