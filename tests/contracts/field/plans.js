/**
 * A plan page's connection as clients in the field have it. It takes each open socket for success and begins to count its attempts
 * again, and gives up after so many failures. Handlers get a frame's `data`, whatever its type.
 */
export class PlanService {
  #url;
  #delay;
  #most = 5;
  #attempts = 0;
  #plans = new Set();
  #handlers = new Map();
  #socket = null;
  opened = 0;
  tried = 0;

  constructor(url, delay = 1000) {
    this.#url = url;
    this.#delay = delay;
  }

  connect() {
    this.tried += 1;
    this.#socket = new WebSocket(this.#url);
    this.#socket.onopen = () => {
      this.#attempts = 0;
      this.opened += 1;
      this.#emit("connection_status", { connected: true });
      for (const plan of this.#plans) this.subscribe(plan);
    };
    this.#socket.onmessage = ({ data }) => {
      const frame = JSON.parse(data);
      this.#emit(frame.type, frame.data);
    };
    this.#socket.onclose = () => {
      this.#emit("connection_status", { connected: false });
      this.#retry();
    };
  }

  subscribe(plan) {
    this.#plans.add(plan);
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#socket.send(JSON.stringify({ type: "subscribe_plan", plan_id: plan }));
  }

  on(type, handler) {
    this.#handlers.set(type, handler);
  }

  #emit(type, data) {
    this.#handlers.get(type)?.(data);
  }

  #retry() {
    if (this.#attempts >= this.#most) return this.#emit("error", { error: "Max reconnection attempts reached" });
    this.#attempts += 1;
    setTimeout(() => this.connect(), this.#delay * 2 ** (this.#attempts - 1));
  }
}
