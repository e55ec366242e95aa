/**
 * Parts of a page that the server draws. When an event makes a part stale, htmx fetches it, at most one request
 * at a time, and morphs it in: what stays the same keeps its focus, its selection and what is typed in it.
 *
 * Parts lie within each other (the log has the turns), so answers can cross: one that was asked for earlier may
 * come later, and would bring back what was so before. Each has the event in it that came before its request
 * was sent. So an answer is dropped if what is shown was asked for later; and what it covers is drawn once more
 * if it has become stale since.
 */

const RETRY_AFTER = 2; // seconds
const SIGN_IN_PAUSE = 10;

let clock = 0; // one step for each event and each request: what came first?
const staleSince = new WeakMap();
const shownAsOf = new WeakMap(); // when what is shown was asked for
const waiting = new WeakSet(); // to be asked for again

export function refresh(part) {
  staleSince.set(part, tick());
  htmx.trigger(part, "stale", {}, false);
}

/** Has something happened that is not shown yet? */
export function isStale(part) {
  return timeOf(staleSince, part) > timeOf(shownAsOf, part);
}

/** The time of what happens now, to be compared with when a drawing was asked for (`detail.ctx.askedAt` of htmx's events). */
export function tick() {
  clock += 1;
  return clock;
}

/** Run `before(part)` before a part of the root changes, and what it returns after. */
export function aroundSwaps(root, before) {
  const after = new WeakMap();
  root.addEventListener("htmx:before:swap", ({ target }) => after.set(target, before(target)));
  root.addEventListener("htmx:after:swap", ({ target }) => {
    after.get(target)?.();
    after.delete(target);
  });
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

/** The page says that one is signed out, and keeps what is typed; where it cannot say so, the server does. */
function waitForSignIn(part) {
  if (document.querySelector("[data-connection]")) retry(part, SIGN_IN_PAUSE);
  else location.reload();
}

/** Is the page gone that the part belongs to, or the part alone? */
function takeAway(part) {
  if (part.hasAttribute("hx-select")) location.reload();
  else part.remove();
}

function settle(part, covered, { askedAt }) {
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
  /** What a person has opened stays open. */
  htmx_before_morph_attr: (element, { attrName }) => !(attrName === "open" && element instanceof HTMLDetailsElement),

  /** What a script has added to an element (`data-added`) stays, at its end. */
  htmx_before_morph_node: (element, { newNode }) => {
    for (const added of element.children) if (added.dataset.added !== undefined) keep(added, newNode);
    return true;
  },

  htmx_before_request: (part, { ctx }) => {
    ctx.askedAt = tick();
    return true;
  },

  /** An outage passes, as does a limit; what is gone goes. */
  htmx_before_response: (part, { ctx: { response } }) => {
    if (response.raw.ok && !response.raw.redirected) return true;
    if (response.raw.redirected) waitForSignIn(part);
    else if (response.status === 404) takeAway(part);
    else retry(part, Math.max(RETRY_AFTER, Number(response.headers.get("Retry-After")) || 0));
    return false;
  },

  htmx_after_request: (part, { ctx }) => {
    ctx.text = ctx.text.trim(); // a line break at the end would be put behind the part each time
    return part.isConnected && ctx.askedAt > timeOf(shownAsOf, part);
  },

  htmx_before_swap: (part, { ctx, tasks }) => {
    ctx.targets = tasks.map(({ target }) => target);
    ctx.covered = ctx.targets.flatMap((target) => [target, ...target.querySelectorAll("[hx-get]")]);
    return true;
  },

  htmx_after_swap: (part, { ctx }) => settle(part, ctx.covered, ctx),

  htmx_error: (part) => retry(part),
});
