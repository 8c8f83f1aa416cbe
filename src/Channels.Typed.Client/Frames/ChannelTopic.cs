using System.Text;
using Channels.Typed.Protocol;

namespace Channels.Typed.Client.Frames;

/// <summary>The topic of a channel in three forms, so that each channel encodes it only once.</summary>
internal sealed class ChannelTopic
{
    private readonly byte[] _utf8;
    private readonly byte[] _json;

    public ChannelTopic(string text)
    {
        Text = text;
        _utf8 = Encoding.UTF8.GetBytes(text);
        _json = JsonText.Encode(_utf8);
    }

    public string Text { get; }

    public ReadOnlySpan<byte> Utf8 => _utf8;

    /// <summary>Gets the topic as a JSON string, with its quotation marks.</summary>
    public ReadOnlySpan<byte> Json => _json;
}
