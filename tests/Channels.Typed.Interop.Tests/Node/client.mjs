// The commands of the official client and its reports. The driver gives it the classes of its platform, and a function for reports.

// The timeout of joins and pushes: as long as the tests wait (tests/Shared/Patience.cs). A push that should time out has its own.
const timeout = 120_000;

export function createCommands({ Socket, LongPoll, WebSocket, report }) {
  const channels = new Map();
  let socket;

  // A network that blocks WebSockets: the server refuses this path.
  class BlockedWebSocket extends WebSocket {
    constructor(url, protocols) {
      super(url.replace("/websocket", "/blocked"), protocols);
    }
  }

  // Tests count the posted messages, so there must be no heartbeats. Polls keep the session alive.
  const never = 1_000_000_000;
  const transports = {
    websocket: { transport: WebSocket },
    longpoll: { transport: LongPoll, heartbeatIntervalMs: never },
    blocked: { transport: BlockedWebSocket, longPollFallbackMs: 500, heartbeatIntervalMs: never },
  };

  return {
    connect({ url, transport, params }) {
      socket = new Socket(url, {
        ...transports[transport], params, timeout, longpollerTimeout: timeout, reconnectAfterMs: () => 50, rejoinAfterMs: () => 50,
      });
      socket.onOpen(() => report({ on: "open", isPolling: socket.conn instanceof LongPoll }));
      socket.onClose(({ code }) => report({ on: "closed", code }));
      socket.connect();
    },

    join({ topic, payload }) {
      const channel = socket.channel(topic, payload);
      channels.set(topic, channel);
      channel.onMessage = (event, payload) => {
        if (!/^(phx_|chan_reply_)/.test(event)) report({ on: "event", topic, event, payload: readable(payload) });
        return payload;
      };
      channel.onError((reason) => report({ on: "crashed", topic, isConnected: socket.isConnected(), reason: reason?.reason }));
      channel.onClose(() => report({ on: "left", topic }));

      // Called again for each rejoin.
      channel.join()
        .receive("ok", (response) => report({ on: "joined", topic, response }))
        .receive("error", (response) => {
          report({ on: "refused", topic, response });
          channel.leave();
        })
        .receive("timeout", () => report({ on: "join_timeout", topic }));
    },

    push({ topic, event, payload, timeout }) {
      const push = channels.get(topic).push(event, payload?.bytes ? new Uint8Array(payload.bytes).buffer : payload, timeout);
      for (const status of ["ok", "error", "timeout"]) {
        push.receive(status, (response) => report({ on: "reply", topic, event, status, response: readable(response) }));
      }
    },

    // All pushes in one tick.
    pushMany({ topic, event, count }) {
      for (let n = 1; n <= count; n++) {
        channels.get(topic).push(event, { n }).receive("ok", (response) => report({ on: "reply", topic, event, status: "ok", response }));
      }
    },

    leave({ topic }) {
      channels.get(topic).leave();
    },

    end() {
      socket?.disconnect();
    },
  };
}

const readable = (payload) => payload instanceof ArrayBuffer ? { bytes: [...new Uint8Array(payload)] } : payload;
