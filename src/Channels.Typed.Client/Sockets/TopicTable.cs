using Channels.Typed.Client.Joins;

namespace Channels.Typed.Client.Sockets;

/// <summary>The channels of a socket by topic, found by the bytes that come from the wire. Guarded by the socket's gate.</summary>
internal sealed class TopicTable
{
    // A dictionary by hash, with a list for the rare topics that share one: netstandard2.0 has no dictionary that is asked with spans.
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
            if (topic.SequenceEqual(channel.TopicUtf8))
            {
                return channel;
            }
        }

        return null;
    }

    public void Add(ClientChannel channel)
    {
        int hash = Hash(channel.TopicUtf8);
        if (!_byHash.TryGetValue(hash, out List<ClientChannel>? channels))
        {
            _byHash.Add(hash, channels = new List<ClientChannel>(1));
        }

        channels.Add(channel);
        Count++;
    }

    public void Remove(ClientChannel channel)
    {
        int hash = Hash(channel.TopicUtf8);
        if (_byHash.TryGetValue(hash, out List<ClientChannel>? channels) && channels.Remove(channel))
        {
            Count--;
            if (channels.Count == 0)
            {
                _ = _byHash.Remove(hash);
            }
        }
    }

    /// <summary>The channels as they are now, for loops that end or add some.</summary>
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
