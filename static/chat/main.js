import { EventStream } from "../streaming/event-stream.js";
import { request } from "../site/api.js";
import { ChatPage } from "./page.js";

const PAUSE = 10_000; // milliseconds between two attempts to continue with a new session

const root = document.querySelector("[data-chat]");
const { socketUrl, eventsUrl, cursor, userId } = root.dataset;
const page = new ChatPage(root);
let resumedAt = -Infinity;

const stream = new EventStream({
  socketUrl,
  eventsUrl,
  cursor,
  onEvent: (frame) => page.handle(frame),
  onReset: () => page.load(),
  onStatus: (status) => (status.state === "signed-out" ? resume(status) : page.connection.show(status)),
});

/** The session has ended, but the person may have a new one, if they changed the password in another tab. */
async function resume(status) {
  const mayTry = performance.now() - resumedAt > PAUSE;
  const answer = mayTry ? await request("GET", "/api/auth/me/").catch(() => null) : null;
  if (answer?.data?.id !== userId) return page.connection.show(status);
  resumedAt = performance.now();
  stream.start();
}

stream.start();
