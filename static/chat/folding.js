import { aroundSwaps } from "../live/parts.js";

const FOLD_AFTER = 900; // milliseconds, so that the last tick can be seen

/** A timeline closes when its run succeeds, and opens when the server says so; otherwise it stays as the person left it. */
export function startFolding(log, scroller) {
  aroundSwaps(log, (part) => {
    const before = new Map(timelinesOf(part).map((timeline) => [timeline.id, timeline.dataset.drawn]));
    return () => {
      for (const timeline of timelinesOf(part)) {
        const { drawn } = timeline.dataset;
        const was = before.get(timeline.id);
        if (was === drawn) continue;
        // A new one whose steps were in another before: morphing has made it from nothing, without `open`.
        if (was === undefined) timeline.open = drawn === "open";
        else if (was === "closed") timeline.open = true;
        else setTimeout(() => fold(timeline, scroller), FOLD_AFTER);
      }
    };
  });
}

function fold(timeline, scroller) {
  if (timeline.dataset.drawn === "open" || timeline.matches(":hover, :focus-within")) return;
  const reply = timeline.parentElement.querySelector(".reply");
  const putBack = reply ? scroller.hold(reply) : () => {};
  timeline.open = false;
  putBack();
}

function timelinesOf(part) {
  return [...part.querySelectorAll(".timeline")];
}
