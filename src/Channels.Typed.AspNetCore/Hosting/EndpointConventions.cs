using Microsoft.AspNetCore.Builder;

namespace Channels.Typed.AspNetCore.Hosting;

/// <summary>The convention builder of a mount with several endpoints: each convention is added to all of them.</summary>
internal sealed class EndpointConventions(IEndpointConventionBuilder[] endpoints) : IEndpointConventionBuilder
{
    public void Add(Action<EndpointBuilder> convention)
    {
        foreach (IEndpointConventionBuilder endpoint in endpoints)
        {
            endpoint.Add(convention);
        }
    }

    public void Finally(Action<EndpointBuilder> finallyConvention)
    {
        foreach (IEndpointConventionBuilder endpoint in endpoints)
        {
            endpoint.Finally(finallyConvention);
        }
    }
}
