const SIGN_IN_AGAIN = new Set([4401, 4403]);

/**
 * A transport is a function `open({ url, timing, listener, share })` that returns `{ close(), send?(message), probe?() }`.
 * `url()` is the address with the cursor of that moment. It calls `listener.heard()` for each sign of life,
 * `listener.text(json)` or `listener.frame(frame)` for each frame, and at its end `listener.ended(reason)`: "lost", "unsuitable"
 * (does not work here: try another transport) or "signed-out".
 */
export function openWebSocket({ url, listener }) {
  const address = url();
  address.protocol = address.protocol.replace("http", "ws");
  const socket = new WebSocket(address);
  socket.onmessage = ({ data }) => {
    listener.heard();
    listener.text(data);
  };
  socket.onclose = ({ code }) => listener.ended(SIGN_IN_AGAIN.has(code) ? "signed-out" : "lost");
  return {
    send(message) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    close() {
      socket.onmessage = socket.onclose = null;
      socket.close();
    },
  };
}
