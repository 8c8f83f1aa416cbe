using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Channels.Typed.AspNetCore.Tests.Behaviour.LongPolling.Fixture;

/// <summary>Keys of Data Protection in memory, which several servers can share.</summary>
internal sealed class MemoryKeys : IXmlRepository
{
    private readonly Lock _lock = new();
    private readonly List<XElement> _elements = [];

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (_lock)
        {
            return [.. _elements];
        }
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (_lock)
        {
            _elements.Add(element);
        }
    }
}
