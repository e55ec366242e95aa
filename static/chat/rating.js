import { aroundSwaps } from "../live/parts.js";
import { clone, hook } from "../site/dom.js";

/** Each answer gets two buttons that rate it; after a choice here, the field for a comment is opened. */
export function startRating(log) {
  let chosen = ""; // the run that was just rated here
  let saved = ""; // the one with a comment that was just saved here
  addButtons(log);
  log.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-rate] > button");
    if (button) chosen = button.value && runOf(button);
  });
  log.addEventListener("submit", ({ target }) => {
    if (target.closest("[data-feedback]")) saved = runOf(target);
  });
  aroundSwaps(log, () => () => {
    addButtons(log);
    if (toggle(saved, false)) saved = "";
    if (toggle(chosen, true)) chosen = "";
  });
}

function runOf(element) {
  return element.closest("[data-run]").dataset.run;
}

function toggle(run, open) {
  const feedback = document.getElementById(`feedback-${run}`);
  if (!feedback) return false;
  feedback.open = open;
  // On a phone it would bring up the keyboard, and the comment is optional.
  if (open && !matchMedia("(pointer: coarse)").matches) feedback.querySelector("textarea").focus({ preventScroll: true });
  return true;
}

/** The button of the chosen rating takes it back. */
function addButtons(log) {
  for (const foot of log.querySelectorAll("[data-copyable]")) {
    const { run, rating } = foot.parentElement.dataset;
    let group = hook(foot, "rate");
    if (!group) foot.append((group = clone("template-rating", run)));
    for (const [index, name] of ["up", "down"].entries()) {
      const button = group.children[index];
      button.value = name === rating ? "" : name;
      button.ariaPressed = `${name === rating}`;
    }
  }
}
