using Microsoft.AspNetCore.Builder;

namespace Channels.Typed.AspNetCore.Hosting;

/// <summary>Conventions of a mount: they apply to all its endpoints.</summary>
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
