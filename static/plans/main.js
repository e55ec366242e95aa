import { follow } from "../live/follow.js";
import { PlanPage } from "./page.js";

const root = document.querySelector("[data-plan-page]");
const page = new PlanPage(root);

follow(root, {
  onEvent: (frame) => page.handle(frame),
  onReset: () => page.reset(),
  onStatus: (status) => page.connection.show(status),
});
