import { EventStream } from "../streaming/event-stream.js";
import { PlanPage } from "./page.js";

const root = document.querySelector("[data-plan-page]");
const { socketUrl, eventsUrl, cursor } = root.dataset;
const page = new PlanPage(root);

new EventStream({
  socketUrl,
  eventsUrl,
  cursor,
  onEvent: (frame) => page.handle(frame),
  onReset: () => page.reset(),
  onStatus: (status) => page.connection.show(status),
}).start();
