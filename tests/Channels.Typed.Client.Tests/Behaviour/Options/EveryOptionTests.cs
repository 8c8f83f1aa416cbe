using System.Reflection;

namespace Channels.Typed.Client.Tests.Behaviour.Options;

/// <summary>Every option is covered by a test, which is named here.</summary>
public sealed class EveryOptionTests
{
    private static readonly Dictionary<string, string> CoveredBy = new()
    {
        [nameof(ChannelSocketOptions.AuthToken)] = "LongPollTests.Requests_AreThoseOfTheOfficialClient",
        [nameof(ChannelSocketOptions.AuthTokenFactory)] = "CloseCodeTests.Case228_TokenOfFactory_IsAskedForOnEveryAttempt",
        [nameof(ChannelSocketOptions.CallbackContext)] = "CallbackContextTests.Handlers_RunOnTheContextOneAtATimeAndInOrder",
        [nameof(ChannelSocketOptions.ConfigureWebSocket)] = "OptionsOnTheWireTests.Compression_IsOfferedOnlyIfEnabled",
        [nameof(ChannelSocketOptions.ConnectTimeout)] = "ConnectTests.Connect_TakesLongerThanConnectTimeout_IsAFailedAttempt",
        [nameof(ChannelSocketOptions.Endpoint)] = "DependencyInjectionTests.Configuration_SetsTheEndpointAndTheRest",
        [nameof(ChannelSocketOptions.EventQueueCapacity)] = "EventTests.SlowHandler_QueueFull_ReadingWaitsAndNothingIsLost",
        [nameof(ChannelSocketOptions.FallbackAfter)] = "FallbackTests.WebSocket_DoesNotOpenWithinFallbackAfter_IsLongPolling",
        [nameof(ChannelSocketOptions.HandlerShutdownTimeout)] =
            "HandlerShutdownTests.DisposeOfTheChannel_HandlerHangs_ReturnsAfterTheTimeoutAndIsLogged",
        [nameof(ChannelSocketOptions.Headers)] = "OptionsOnTheWireTests.TokenParamsAndHeaders_ReachTheUserSocket",
        [nameof(ChannelSocketOptions.HeartbeatInterval)] = "HeartbeatTests.Heartbeat_Answered_ComesAgainAfterTheInterval",
        [nameof(ChannelSocketOptions.HeartbeatTimeout)] = "HeartbeatTests.Heartbeat_NotAnswered_EndsTheConnectionAndReconnects",
        [nameof(ChannelSocketOptions.HttpMessageHandlerFactory)] =
            "OptionsOnTheWireTests.HttpMessageHandlerFactory_HandlersAreUsedAndDisposed",
        [nameof(ChannelSocketOptions.Jitter)] = "DelayScheduleTests.Jitter_ShortensTheDelayByItsPart",
        [nameof(ChannelSocketOptions.LoggerFactory)] =
            "DependencyInjectionTests.LoggerAndClock_ComeFromTheContainer_UnlessTheOptionsSetThem",
        [nameof(ChannelSocketOptions.LongPollTimeout)] = "LongPollTests.Poll_NotAnsweredInTime_IsALostConnection",
        [nameof(ChannelSocketOptions.MaxMessageBytes)] = "OurServerTests.MessageTooLarge_ClientReconnects",
        [nameof(ChannelSocketOptions.MaxPendingPushes)] = "PushTests.Push_TooManyWait_FailsWithBufferFullUntilThereIsRoom",
        [nameof(ChannelSocketOptions.MaxUselessWebSockets)] =
            "FallbackTests.Case237_WebSocketWorkedAndAReconnectIsRefused_StaysWithWebSockets",
        [nameof(ChannelSocketOptions.MeterFactory)] = "MetricsTests.Connection_IsActiveAndTimedUntilItEnds",
        [nameof(ChannelSocketOptions.Params)] = "ConnectTests.Params_OfFactory_AreAskedForOnEveryAttemptAndWin",
        [nameof(ChannelSocketOptions.ParamsFactory)] = "ConnectTests.Params_OfFactory_AreAskedForOnEveryAttemptAndWin",
        [nameof(ChannelSocketOptions.ProtocolVersion)] = "VersionTests.V1_JoinPushAndEvent_AreObjects",
        [nameof(ChannelSocketOptions.Proxy)] = "OptionsOnTheWireTests.Proxy_OfEachTransport_CarriesTheConnection",
        [nameof(ChannelSocketOptions.PushBufferFullMode)] = "PushBufferTests.DropOldest_Full_TheOldestOfAnyChannelFailsAndTheNewestIsSent",
        [nameof(ChannelSocketOptions.Random)] = "DelayOptionTests.Random_Set_DeterminesTheJitter",
        [nameof(ChannelSocketOptions.ReconnectDelays)] = "DelayOptionTests.ReconnectDelays_Set_AreWaitedBeforeEachAttempt",
        [nameof(ChannelSocketOptions.RejoinDelays)] = "DelayOptionTests.RejoinDelays_Set_AreWaitedBeforeEachRejoin",
        [nameof(ChannelSocketOptions.Subprotocols)] = "OptionsOnTheWireTests.Subprotocol_OfTheServer_IsSelected",
        [nameof(ChannelSocketOptions.TimeProvider)] =
            "DependencyInjectionTests.LoggerAndClock_ComeFromTheContainer_UnlessTheOptionsSetThem",
        [nameof(ChannelSocketOptions.Timeout)] = "PushTests.Push_NoReplyInTime_FailsWithTimeoutAndALateReplyIsIgnored",
        [nameof(ChannelSocketOptions.Transport)] = "OurServerTests.TwoClients_OverEachTransport_ReceiveAllEventsInOrder",
        [nameof(ChannelSocketOptions.TransportFactory)] = "DependencyInjectionTests.NamedSockets_AreKeyedServices",
        [nameof(ChannelSocketOptions.TransportMemory)] = "FallbackTests.Case236_EndpointIsRemembered_NoWebSocketIsTried",
        [nameof(ChannelSocketOptions.WebSocketRetryInterval)] = "FallbackTests.ReturnToWebSocket_WhenItWorksLater_IsUsedAgain",
    };

    [Fact]
    public void EveryOption_IsCoveredByATest()
    {
        HashSet<string> tests =
        [
            .. typeof(EveryOptionTests).Assembly.GetTypes()
                .SelectMany(static type => type.GetMethods().Where(static method => method.GetCustomAttributes<FactAttribute>().Any()))
                .Select(static method => $"{method.DeclaringType!.Name}.{method.Name}"), // Methods of types have a declaring type.
        ];

        Assert.Equal(
            typeof(ChannelSocketOptions).GetProperties().Select(static property => property.Name).Order(StringComparer.Ordinal),
            CoveredBy.Keys.Order(StringComparer.Ordinal));
        Assert.All(CoveredBy.Values, test => Assert.Contains(test, tests));
    }
}
