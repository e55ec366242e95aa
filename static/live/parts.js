/**
 * Parts of a page that the server draws. When an event makes a part stale, htmx fetches it, at most one request
 * at a time, and morphs it in: what stays the same keeps its focus, its selection and what is typed in it.
 * The attributes of a part come from `{% live %}` (chatbot/pages/template_tags.py).
 */

const RETRY_AFTER = 2000; // milliseconds

export function refresh(part) {
  htmx.trigger(part, "stale", {}, false);
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

function retry(part) {
  setTimeout(() => part.isConnected && refresh(part), RETRY_AFTER);
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

  /** An outage passes; what is gone goes; who is signed out is told so by the page. */
  htmx_before_response: (part, { ctx: { response } }) => {
    if (response.raw.ok && !response.raw.redirected) return true;
    if (response.status >= 500) retry(part);
    else if (response.status === 404) part.remove();
    else location.reload();
    return false;
  },

  htmx_error: retry,
});
