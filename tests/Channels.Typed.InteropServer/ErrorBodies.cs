namespace Channels.Typed.InteropServer;

/// <summary>What the application answers where no socket does, in the words of the recordings.</summary>
internal static class ErrorBodies
{
    /// <summary>Turns exceptions and requests that the server cannot read into JSON.</summary>
    public static async Task RenderAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            bool isBadRequest = e is BadHttpRequestException;
            context.Response.Clear();
            context.Response.StatusCode = isBadRequest ? StatusCodes.Status400BadRequest : StatusCodes.Status500InternalServerError;
            context.Response.ContentType = "application/json; charset=utf-8";
            await context.Response.WriteAsync($$$"""{"errors":{"detail":"{{{(isBadRequest ? "Bad Request" : "Internal Server Error")}}}"}}""");
        }
    }

    public static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return context.Response.WriteAsync("not found");
    }
}
