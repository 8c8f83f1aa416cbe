using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Channels.Typed.AspNetCore.Connections;

/// <summary>
/// Counts the connections of each remote address. An address is in the table while it has a connection, so the table is never larger than
/// the number of connections. Safe for use from several threads.
/// </summary>
/// <param name="maximum">How many connections one address may have; null if there is no limit, and nothing is counted.</param>
internal sealed class AddressLimit(int? maximum)
{
    private readonly Dictionary<UInt128, int> _counts = []; // Also the lock.

    /// <summary>Gets the number of addresses that have a connection.</summary>
    public int Count
    {
        get
        {
            lock (_counts)
            {
                return _counts.Count;
            }
        }
    }

    /// <summary>Takes a place for a connection. Disposing the place gives it back, once.</summary>
    /// <param name="address">The address of the client; null, as of a Unix socket, has no limit.</param>
    /// <param name="place">The place; null if nothing is counted.</param>
    /// <returns>False if the address has as many connections as it may have.</returns>
    public bool TryTake(IPAddress? address, out IDisposable? place)
    {
        place = null;
        if (maximum is not { } max || address is null)
        {
            return true;
        }

        UInt128 key = KeyOf(address);
        lock (_counts)
        {
            int count = _counts.GetValueOrDefault(key);
            if (count >= max)
            {
                return false;
            }

            _counts[key] = count + 1;
        }

        place = new Place(this, key);
        return true;
    }

    // A client with IPv6 has a whole network of 64 bits to choose addresses from. An IPv4 address counts by itself, mapped or not.
    private static UInt128 KeyOf(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            address = address.MapToIPv6();
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        UInt128 whole = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return address.IsIPv4MappedToIPv6 ? whole : whole >> 64 << 64;
    }

    private void Return(UInt128 key)
    {
        lock (_counts)
        {
            if (--_counts[key] == 0)
            {
                _counts.Remove(key);
            }
        }
    }

    private sealed class Place(AddressLimit limit, UInt128 key) : IDisposable
    {
        private int _isReturned;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isReturned, 1) == 0)
            {
                limit.Return(key);
            }
        }
    }
}
