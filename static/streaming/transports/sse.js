import { Ended, get, openRequest, orLost } from "./http.js";

/**
 * Server-sent events, read with fetch: unlike EventSource that tells the status, and leaves the retries to us.
 * The server has to say something at once (a comment will do), or a proxy that holds bytes back is assumed.
 */
export function openServerSentEvents({ url, listener }) {
  return openRequest(async (signal) => {
    const response = await get(url(), "text/event-stream", signal);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const parser = new EventParser();
    for (;;) {
      const { value, done } = await orLost(reader.read());
      if (done) throw new Ended("lost");
      listener.heard();
      for (const data of parser.feed(value)) listener.text(data);
    }
  }, listener);
}

/** Cuts a text/event-stream, fed in pieces of any size, into the data of its events. */
export class EventParser {
  #rest = "";
  #data = [];

  feed(text) {
    // A CR that ends the piece may be half of a CRLF: it waits for the next one.
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    const events = [];
    for (const line of lines) {
      if (line.startsWith("data:")) {
        this.#data.push(line.slice(line[5] === " " ? 6 : 5));
      } else if (line === "" && this.#data.length > 0) {
        events.push(this.#data.join("\n"));
        this.#data = [];
      }
    }
    return events;
  }
}
