import { Ended, get, openRequest, orLost } from "./http.js";
import { CONNECTION_ESTABLISHED } from "../events.js";

/**
 * Long polling. The first request does not wait: it shows whether this works, and where the stream stands.
 */
export function openPoll({ url, timing, listener }) {
  return openRequest(async (signal) => {
    for (let wait = 0; !signal.aborted; wait = timing.beat) {
      const asked = performance.now();
      const count = await ask({ url, wait, signal, listener });
      const isEager = wait > 0 && count === 0;
      if (isEager) await sleep(asked + timing.pollPause - performance.now());
    }
  }, listener);
}

/** One request, which waits for so many milliseconds where there is nothing new. Returns the number of events. */
export async function ask({ url, wait, signal, listener }) {
  const address = url();
  address.searchParams.set("wait", wait / 1000);
  const response = await get(address, "application/json", signal);
  listener.heard();
  const body = await orLost(response.json());
  if (!Array.isArray(body.events)) throw new Ended("lost");
  listener.heard();
  for (const frame of body.events) listener.frame(frame);
  // An answer says where it stands, as the first frame of a socket does.
  listener.frame({ event_type: CONNECTION_ESTABLISHED, seq: null, id: body.cursor });
  return body.events.length;
}

function sleep(duration) {
  return new Promise((resolve) => setTimeout(resolve, duration));
}
