using Channels.Typed.AspNetCore.Connections;
using Channels.Typed.AspNetCore.Formats;
using Channels.Typed.AspNetCore.Observability;
using Channels.Typed.AspNetCore.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Channels.Typed.AspNetCore.LongPolling;

/// <summary>Answers the requests of one mount's long polling (protocol section "Long polling"): finds the session, or begins one.</summary>
internal sealed class LongPollEndpoint(
    SocketRoutes routes,
    OriginPolicy origins,
    Func<HttpContext, ConnectContext, ValueTask<ConnectResult>> connect,
    ConnectionServices services,
    SessionTokens tokens,
    LongPollNode node)
{
    private const string TokenHeader = "x-phoenix-longpoll-token";
    private const string TokenParameter = "token";

    /// <summary>Maps a mount.</summary>
    public static IEndpointConventionBuilder Map(
        IEndpointRouteBuilder endpoints,
        string pattern,
        string userSocket,
        SocketRoutes routes,
        OriginPolicy origins,
        Func<HttpContext, ConnectContext, ValueTask<ConnectResult>> connect,
        ConnectionServices services)
    {
        IServiceProvider provider = endpoints.ServiceProvider;
        var tokens = new SessionTokens(
            provider.GetRequiredService<IDataProtectionProvider>(), pattern.TrimEnd('/'), userSocket, services.Options.LongPoll.TokenMaxAge, services.Time);
        var endpoint = new LongPollEndpoint(routes, origins, connect, services, tokens, provider.GetRequiredService<LongPollNode>());
        return endpoints.Map(pattern.TrimEnd('/') + "/longpoll", endpoint.HandleAsync).WithDisplayName($"Channels {pattern} (long polling)");
    }

    public async Task HandleAsync(HttpContext context)
    {
        // Before everything: what a script may not read it cannot act on, refusals included.
        context.Response.Headers.AccessControlAllowOrigin = "*";
        try
        {
            await AnswerAsync(context);
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            // The client has gone.
        }
    }

    private Task AnswerAsync(HttpContext context)
    {
        if (!origins.IsAllowed(context.Request))
        {
            services.Telemetry.OnConnectRefused(ConnectRefusal.Origin);
            return LongPollResponse.WriteStatusAsync(context, PollStatus.Forbidden);
        }

        switch (context.Request.Method)
        {
            case var method when HttpMethods.IsGet(method):
                return PollAsync(context);
            case var method when HttpMethods.IsPost(method):
                return PostAsync(context);
            case var method when HttpMethods.IsOptions(method):
                LongPollResponse.Preflight(context);
                return Task.CompletedTask;
            default:
                services.Telemetry.OnConnectRefused(ConnectRefusal.Method);
                return RefuseAsync(context, StatusCodes.Status400BadRequest);
        }
    }

    private async Task PollAsync(HttpContext context)
    {
        string? token = FindToken(context.Request);
        if (tokens.Read(token) is { } address && node.Find(address) is { } session)
        {
            PollAnswer answer = await session.PollAsync(context.RequestAborted);
            if (answer.Status != PollStatus.Gone)
            {
                await DeliverAsync(context, answer, token!); // It was read.
                return;
            }

            if (node.IsStopping)
            {
                // The official client reconnects on this, wherever it is led then.
                await LongPollResponse.WritePollAsync(context, answer, token!);
                return;
            }
        }

        await BeginSessionAsync(context);
    }

    /// <summary>Writes an answer; what could not be written goes back to its session.</summary>
    private static async Task DeliverAsync(HttpContext context, PollAnswer answer, string token)
    {
        bool isDelivered = false;
        try
        {
            await LongPollResponse.WritePollAsync(context, answer, token);
            isDelivered = true;
        }
        finally
        {
            answer.Settle?.Invoke(isDelivered);
        }
    }

    private async Task BeginSessionAsync(HttpContext context)
    {
        if (ProtocolVersion.Find(context.Request.Query) is not { } format)
        {
            services.Telemetry.OnConnectRefused(ConnectRefusal.Version);
            await LongPollResponse.WriteStatusAsync(context, PollStatus.Forbidden);
            return;
        }

        if (node.IsStopping)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable);
            return;
        }

        var request = new ConnectContext(context);
        ConnectResult result = await services.Telemetry.ConnectAsync(connect, context, request, TelemetryTags.LongPoll);
        if (!result.IsAccepted)
        {
            await LongPollResponse.WriteStatusAsync(context, PollStatus.Forbidden);
            return;
        }

        SessionAddress address = node.Add(routes, format.HasBinary ? WireFormat.V2TextOnly : format, request.Socket);
        await LongPollResponse.WritePollAsync(context, PollAnswer.Gone, tokens.Create(address));
    }

    private async Task PostAsync(HttpContext context)
    {
        if (tokens.Read(FindToken(context.Request)) is not { } address || node.Find(address) is not { } session)
        {
            await LongPollResponse.WriteStatusAsync(context, PollStatus.Gone);
            return;
        }

        if (await BodyReader.ReadAsync(context.Request, services.Options.LongPoll.MaxBodyBytes, context.RequestAborted) is not { } body)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest);
            return;
        }

        using (body)
        {
            if (PostBody.Parse(context.Request.ContentType, body.Memory, services.Options.LongPoll) is not { } entries)
            {
                await RefuseAsync(context, StatusCodes.Status400BadRequest);
                return;
            }

            await LongPollResponse.WriteStatusAsync(context, await session.PostAsync(entries));
        }
    }

    private static Task RefuseAsync(HttpContext context, int statusCode)
    {
        context.Response.StatusCode = statusCode;
        return Task.CompletedTask;
    }

    // The header wins, even over a good parameter: newer clients keep the token out of addresses.
    private static string? FindToken(HttpRequest request) =>
        request.Headers[TokenHeader] is { Count: > 0 } header ? header.ToString() : request.Query[TokenParameter] is { Count: > 0 } values ? values[^1] : null;
}
