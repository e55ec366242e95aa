import { hook, setText } from "../site/dom.js";
import { LiveRun } from "./live.js";
import { Player } from "./replay/player.js";

const root = document.querySelector("[data-run-page]");

/** The replay comes with the run's end, so it may not be there yet. */
function startReplay() {
  const replay = hook(root, "replay");
  if (replay && !("started" in replay.dataset)) new Player(root, replay);
}

function tell() {
  const { status } = hook(root, "status").dataset;
  if (status !== "running") setText(hook(root, "run-status"), hook(root, "status").textContent.trim());
}

startReplay();
if ("follow" in root.dataset) {
  new LiveRun(root, () => {
    startReplay();
    tell();
  }).start();
}
