// What the official client is told to do and tells of, wherever it runs: the driver gives it its classes and a way to tell.

// How long an answer may take: as long as the tests wait (tests/Shared/Patience.cs). A push that is to time out says so itself.
const timeout = 120_000;

export function createCommands({ Socket, LongPoll, WebSocket, tell }) {
  const channels = new Map();
  let socket;

  // A network that lets no WebSocket through: the server refuses this path.
  class BlockedWebSocket extends WebSocket {
    constructor(url, protocols) {
      super(url.replace("/websocket", "/blocked"), protocols);
    }
  }

  // Where tests count what is posted, the clock must not add a heartbeat. A poll keeps its session alive without.
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
      socket.onOpen(() => tell({ on: "open", isPolling: socket.conn instanceof LongPoll }));
      socket.onClose(({ code }) => tell({ on: "closed", code }));
      socket.connect();
    },

    join({ topic, payload }) {
      const channel = socket.channel(topic, payload);
      channels.set(topic, channel);
      channel.onMessage = (event, payload) => {
        if (!/^(phx_|chan_reply_)/.test(event)) tell({ on: "event", topic, event, payload: readable(payload) });
        return payload;
      };
      channel.onError((reason) => tell({ on: "crashed", topic, isConnected: socket.isConnected(), reason: reason?.reason }));
      channel.onClose(() => tell({ on: "left", topic }));

      // Called again for each rejoin.
      channel.join()
        .receive("ok", (response) => tell({ on: "joined", topic, response }))
        .receive("error", (response) => {
          tell({ on: "refused", topic, response });
          channel.leave();
        })
        .receive("timeout", () => tell({ on: "join_timeout", topic }));
    },

    push({ topic, event, payload, timeout }) {
      const push = channels.get(topic).push(event, payload?.bytes ? new Uint8Array(payload.bytes).buffer : payload, timeout);
      for (const status of ["ok", "error", "timeout"]) {
        push.receive(status, (response) => tell({ on: "reply", topic, event, status, response: readable(response) }));
      }
    },

    // All in one tick, as fast as it goes.
    pushMany({ topic, event, count }) {
      for (let n = 1; n <= count; n++) {
        channels.get(topic).push(event, { n }).receive("ok", (response) => tell({ on: "reply", topic, event, status: "ok", response }));
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
