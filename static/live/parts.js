/**
 * Parts of a page that the server draws. When an event makes a part stale, htmx fetches it, with at most one request
 * at a time, and morphs it in: unchanged elements keep focus, selection and typed text.
 *
 * Parts can contain other parts (the log contains turns), so responses can cross: one that was requested earlier may
 * arrive later, with an older state. Each response includes all events from before its request. So a response is
 * dropped if what is shown was requested later, and parts in it are fetched again if they have become stale since.
 */

const RETRY_AFTER = 2; // seconds
const SIGN_IN_PAUSE = 10;

let clock = 0; // a logical clock: incremented for each event and each request
const staleSince = new WeakMap();
const shownAsOf = new WeakMap(); // part → when what it shows was requested
const waiting = new WeakSet(); // parts to be fetched again
const held = new Set(); // what must not change at the moment: { part }, once for each reason

/** It is fetched when a part around it, which is fetched already, has come. */
export function refreshAfterOuter(part) {
  staleSince.set(part, tick());
}

export function refresh(part) {
  staleSince.set(part, tick());
  if (!isHeld(part)) htmx.trigger(part, "stale", {}, false);
}

/** Nothing in the part changes until the function that it returns is called: a person drags something in it. */
export function hold(part) {
  const one = { part };
  held.add(one);
  return () => {
    held.delete(one);
    for (const stale of [part, ...part.querySelectorAll("[hx-get]")].filter(isStale)) refresh(stale);
  };
}

/** Is there an event that the part does not show yet? */
export function isStale(part) {
  return timeOf(staleSince, part) > timeOf(shownAsOf, part);
}

/** The current logical time, to compare with the time of a request (`detail.ctx.askedAt` of htmx's events). */
export function tick() {
  clock += 1;
  return clock;
}

/** Call `before(part)` before a part of the root changes, and the function that it returns afterwards. */
export function aroundSwaps(root, before) {
  const after = new WeakMap();
  root.addEventListener("htmx:before:swap", ({ target }) => after.set(target, before(target)));
  root.addEventListener("htmx:after:swap", ({ target }) => {
    after.get(target)?.();
    after.delete(target);
  });
}

function isHeld(part) {
  return [...held].some(({ part: outer }) => outer.contains(part));
}

function timeOf(times, part) {
  return times.get(part) ?? 0;
}

function retry(part, seconds = RETRY_AFTER) {
  if (waiting.has(part)) return;
  waiting.add(part);
  const again = () => {
    waiting.delete(part);
    if (part.isConnected) refresh(part);
  };
  setTimeout(again, seconds * 1000);
}

/** Show that the person is signed out, and keep what is typed; a page that cannot show it is reloaded. */
function waitForSignIn(part) {
  if (document.querySelector("[data-connection]")) retry(part, SIGN_IN_PAUSE);
  else location.reload();
}

/** Is the whole page gone, or only the part? */
function takeAway(part) {
  if (part.hasAttribute("hx-select")) location.reload();
  else part.remove();
}

function applyResponse(part, covered, { askedAt }) {
  for (const inner of covered) {
    if (timeOf(staleSince, inner) <= askedAt) shownAsOf.set(inner, askedAt);
    else if (inner !== part) refresh(inner.isConnected && inner.hasAttribute("hx-get") ? inner : part);
  }
}

function keep(added, element) {
  const isDrawn = [...element.children].some(({ dataset }) => dataset.added !== undefined);
  if (!isDrawn) element.append(added.cloneNode(true));
}

htmx.registerExtension("live", {
  /** Keep <details> open that a person has opened. */
  htmx_before_morph_attr: (element, { attrName }) => !(attrName === "open" && element instanceof HTMLDetailsElement),

  /** Keep what a script has added to an element (`data-added`), at its end. */
  htmx_before_morph_node: (element, { newNode }) => {
    for (const added of element.children) if (added.dataset.added !== undefined) keep(added, newNode);
    return true;
  },

  htmx_before_request: (part, { ctx }) => {
    ctx.askedAt = tick();
    return true;
  },

  /** Retry after an outage or a rate limit; remove a part that is gone. */
  htmx_before_response: (part, { ctx: { response } }) => {
    if (response.raw.ok && !response.raw.redirected) return true;
    if (response.raw.redirected) waitForSignIn(part);
    else if (response.status === 404) takeAway(part);
    else retry(part, Math.max(RETRY_AFTER, Number(response.headers.get("Retry-After")) || 0));
    return false;
  },

  htmx_after_request: (part, { ctx }) => {
    ctx.text = ctx.text.trim(); // otherwise each response would add a line break after the part
    return part.isConnected && !isHeld(part) && ctx.askedAt > timeOf(shownAsOf, part);
  },

  htmx_before_swap: (part, { ctx, tasks }) => {
    ctx.targets = tasks.map(({ target }) => target);
    ctx.covered = ctx.targets.flatMap((target) => [target, ...target.querySelectorAll("[hx-get]:not([hx-morph-skip] *)")]);
    return true;
  },

  htmx_after_swap: (part, { ctx }) => applyResponse(part, ctx.covered, ctx),

  htmx_error: (part) => retry(part),
});
