using Channels.Typed.Generators.Model;

namespace Channels.Typed.Generators.Emit;

/// <summary>Emits the rest of a handler class: its typed members, its interceptors' declarations and its dispatch.</summary>
internal static class HandlerEmitter
{
    private const string AspNetCore = "global::Channels.Typed.AspNetCore.";

    public static string Emit(HandlerModel handler)
    {
        SourceWriter writer = SourceWriter.Start(handler.Namespace);
        foreach (string containing in handler.ContainingTypes)
        {
            writer.Open(containing);
        }

        writer.Open($"{handler.Declaration} : {Code.Services}IChannelHandler");
        EmitDescriptor(writer, handler);
        EmitMembers(writer, handler);
        foreach (MethodModel method in handler.Contract.Methods)
        {
            EmitDefer(writer, handler.Contract, method);
        }

        foreach (EventModel @event in handler.Contract.Events.Where(@event => @event.IsIntercepted))
        {
            EmitInterceptor(writer, @event);
        }

        if (handler.IsBroken)
        {
            DispatchEmitter.EmitNothing(writer);
        }
        else
        {
            EmitAttach(writer, handler.Contract);
            DispatchEmitter.Emit(writer, handler);
        }

        return writer.End();
    }

    private static void EmitDescriptor(SourceWriter writer, HandlerModel handler)
    {
        ContractModel contract = handler.Contract;
        string descriptor = GeneratedNames.Qualify(contract, GeneratedNames.Contract(contract));
        string intercepts = string.Join(", ", contract.Events.Where(@event => @event.IsIntercepted).Select(@event => GeneratedNames.OutEvent(contract, @event)));
        string events = string.Join(", ", contract.Methods.Select(method => GeneratedNames.InEvent(contract, method)));
        writer.Lines($$"""
            static {{Code.Services}}HandlerDescriptor {{Code.Services}}IChannelHandler.Descriptor { get; } = new {{Code.Services}}HandlerDescriptor(
                {{GeneratedNames.Literal(handler.Name)}},
                {{descriptor}}.Load(),
                new {{Code.Services}}EventName[] { {{intercepts}} },
                {{(handler.Services.Count > 0 ? "true" : "false")}},
                static services => {{(handler.IsBroken ? "throw new global::System.NotSupportedException()" : $"new {handler.Name}({string.Join(", ", handler.Services.Select(Resolve))})")}},
                new {{Code.Services}}EventName[] { {{events}} }{{(handler.Rules.Count == 0 ? ");" : ",")}}
            """);
        if (handler.Rules.Count > 0)
        {
            EmitRules(writer, handler);
        }
    }

    private static void EmitRules(SourceWriter writer, HandlerModel handler)
    {
        writer.Lines("    static rules =>\n    {");
        foreach (RuleModel rule in handler.Rules)
        {
            writer.Lines($"        rules.Add({rule.Attribute}{(rule.EventName is { } name ? ", " + GeneratedNames.Literal(name) : "")});");
        }

        // Beyond a rate limit nobody waits for an answer to them.
        foreach (MethodModel method in handler.Contract.Methods.Where(method => method.Shape == ReplyShape.None))
        {
            writer.Lines($"        rules.On({GeneratedNames.Literal(method.EventName)}).WithoutReply();");
        }

        writer.Lines("    });");
    }

    // The index makes the pattern variables distinct: two services of one constructor may have the same simple name, or the same type.
    private static string Resolve(ServiceModel service, int index)
    {
        const string Provider = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.";
        const string KeyedProvider = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderKeyedServiceExtensions.";
        string type = service.Type.FullName;
        return (service.Key, service.Default) switch
        {
            (null, null) => $"{Provider}GetRequiredService<{type}>(services)",
            (null, _) => $"services.GetService(typeof({type})) is {type} service{index} ? service{index} : {service.Default}",
            (_, null) => $"{KeyedProvider}GetRequiredKeyedService<{type}>(services, {service.Key})",
            _ => $"{KeyedProvider}GetKeyedService<{type}>(services, {service.Key})",
        };
    }

    private static void EmitMembers(SourceWriter writer, HandlerModel handler)
    {
        string publisher = GeneratedNames.Qualify(handler.Contract, GeneratedNames.Publisher(handler.Contract));
        string topic = GeneratedNames.Qualify(handler.Contract, GeneratedNames.Topic(handler.Contract));
        EmitMember(writer, handler, "Context", "Gets the channel: its socket, its end, and how to stop it.", $"{AspNetCore}ChannelContext", "{ get; set; } = null!;");
        EmitMember(writer, handler, "Topic", "Gets the topic.", topic, "{ get; set; }");
        EmitTarget("Broadcast", "Sends events to all subscribers of the topic, this channel's client among them.");
        EmitTarget("BroadcastFrom", "Sends events to all subscribers of the topic but this channel's client.");
        EmitTarget("Push", "Sends events to this channel's client only.");

        void EmitTarget(string scope, string summary) => EmitMember(
            writer, handler, scope, summary + " Not possible while the join has not been answered.", publisher, $"=> new {publisher}(Context, {Code.Services}EventScope.{scope});");
    }

    private static void EmitMember(SourceWriter writer, HandlerModel handler, string name, string summary, string type, string body)
    {
        if (handler.Withheld.Contains(name))
        {
            return;
        }

        writer.Line();
        writer.Lines($"""
            /// <summary>{summary}</summary>
            {Code.Generated}
            private {type} {name} {body}
            """);
    }

    private static void EmitDefer(SourceWriter writer, ContractModel contract, MethodModel method)
    {
        if (method.Shape != ReplyShape.Reply)
        {
            return;
        }

        string types = $"<{method.Ok.FullName}, {method.Error!.FullName}>"; // A reply has an error.
        writer.Line();
        writer.Lines($"""
            /// <summary>Puts the answer to the message that is being handled off: return the result from '{method.Name}', and answer with it later.</summary>
            {Code.Generated}
            private {AspNetCore}DeferredReply{types} Defer{method.BaseName}() =>
                Context.Defer{types}({GeneratedNames.JsonInfo(contract, method.Ok)}, {GeneratedNames.JsonInfo(contract, method.Error)});
            """);
    }

    private static void EmitInterceptor(SourceWriter writer, EventModel @event)
    {
        string signature = @event.Payload is null
            ? $"{Code.ValueTask}<bool> Intercept{@event.BaseName}Async()"
            : $"{Code.ValueTask}<{@event.Payload.Type.FullName.TrimEnd('?')}?> Intercept{@event.BaseName}Async({@event.Payload.Type.FullName} {GeneratedNames.Escape(@event.Payload.Name)})";
        writer.Line();
        writer.Lines($"""
            /// <summary>Sees each broadcast of '{@event.Name}' before this channel's client does. {(@event.Payload is null ? "False" : "Null")} drops the event for this client.</summary>
            {Code.Generated}
            private partial {signature};
            """);
    }

    private static void EmitAttach(SourceWriter writer, ContractModel contract)
    {
        writer.Line();
        writer.Lines(Code.Generated);
        writer.Open($"void {Code.Services}IChannelHandler.Attach({AspNetCore}ChannelContext context)");
        writer.Lines($"Context = context;\nTopic = {GeneratedNames.Qualify(contract, GeneratedNames.Topic(contract))}.Parse(context.Topic);");
        writer.Close();
    }
}
