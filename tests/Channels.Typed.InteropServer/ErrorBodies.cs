using Channels.Typed.AspNetCore;

namespace Channels.Typed.InteropServer;

/// <summary>Responses outside of sockets, with the bodies of the recordings.</summary>
internal static class ErrorBodies
{
    /// <summary>
    /// Adds a JSON body to responses with status 500, and with status 400 to a GET. Other methods get status 400 without a body.
    /// </summary>
    public static async Task RenderAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.StatusCode = (e as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status500InternalServerError;
        }

        if (context.Response.HasStarted)
        {
            return;
        }

        string? detail = context.Response.StatusCode switch
        {
            StatusCodes.Status500InternalServerError => "Internal Server Error",
            StatusCodes.Status400BadRequest when HttpMethods.IsGet(context.Request.Method) => "Bad Request",
            _ => null,
        };
        if (detail is not null)
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            await context.Response.WriteAsync($$$"""{"errors":{"detail":"{{{detail}}}"}}""");
        }
    }

    /// <summary>The error handler of <c>/errh</c>. It handles one reason.</summary>
    public static Task AnswerRefusalAsync(HttpContext context, ConnectResult refusal)
    {
        if (refusal.Reason != "unauthorized")
        {
            return Task.CompletedTask;
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return context.Response.WriteAsync("unauthorized");
    }

    public static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return context.Response.WriteAsync("not found");
    }
}
