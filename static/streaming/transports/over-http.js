import { openPoll } from "./poll.js";
import { shared } from "./shared.js";
import { openServerSentEvents } from "./sse.js";

/** The transports for networks that let no WebSocket through. */
export const TRANSPORTS = { sse: shared(openServerSentEvents), poll: shared(openPoll) };
