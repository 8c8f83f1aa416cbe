namespace Channels.Typed.Client.Sockets;

/// <summary>The channels of a socket by topic, found by the UTF-8 bytes of a frame. Members need the socket's lock.</summary>
internal sealed class TopicTable
{
    // Keyed by hash, with a list for the rare topics that share one, because netstandard2.0 has no dictionary that looks up spans.
    private readonly Dictionary<int, List<ClientChannel>> _byHash = [];

    public int Count { get; private set; }

    public ClientChannel? Find(ReadOnlySpan<byte> topic)
    {
        if (!_byHash.TryGetValue(Hash(topic), out List<ClientChannel>? channels))
        {
            return null;
        }

        foreach (ClientChannel channel in channels)
        {
            if (topic.SequenceEqual(channel.WireTopic.Utf8))
            {
                return channel;
            }
        }

        return null;
    }

    public void Add(ClientChannel channel)
    {
        int hash = Hash(channel.WireTopic.Utf8);
        if (!_byHash.TryGetValue(hash, out List<ClientChannel>? channels))
        {
            _byHash.Add(hash, channels = new List<ClientChannel>(1));
        }

        channels.Add(channel);
        Count++;
    }

    public void Remove(ClientChannel channel)
    {
        int hash = Hash(channel.WireTopic.Utf8);
        if (_byHash.TryGetValue(hash, out List<ClientChannel>? channels) && channels.Remove(channel))
        {
            Count--;
            if (channels.Count == 0)
            {
                _ = _byHash.Remove(hash);
            }
        }
    }

    /// <summary>A copy of the channels, for loops that remove or add channels.</summary>
    public List<ClientChannel> Snapshot()
    {
        var all = new List<ClientChannel>(Count);
        foreach (List<ClientChannel> channels in _byHash.Values)
        {
            all.AddRange(channels);
        }

        return all;
    }

    // FNV-1a.
    private static int Hash(ReadOnlySpan<byte> topic)
    {
        uint hash = 2166136261;
        foreach (byte b in topic)
        {
            hash = unchecked((hash ^ b) * 16777619);
        }

        return (int)hash;
    }
}
