import { say } from "./dom.js";

export const SLOW_AFTER = 6000; // milliseconds

/**
 * A request to the site's own REST API. Resolves to `{ ok, status, data, headers }` for every response, including
 * errors; rejects only if there is no response. `onSlow()` is called if it takes long.
 */
export async function request(method, url, body, { headers = {}, onSlow = () => {}, signal } = {}) {
  const timer = setTimeout(onSlow, SLOW_AFTER);
  try {
    return await send(method, url, body, headers, signal);
  } finally {
    clearTimeout(timer);
  }
}

async function send(method, url, body, headers, signal) {
  const response = await fetch(url, {
    method,
    credentials: "same-origin",
    signal,
    headers: {
      Accept: "application/json",
      "X-For-Page": "yes", // sentences in the language of the page
      "X-CSRFToken": csrfToken(),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { ok: response.ok, status: response.status, data: await readJson(response), headers: response.headers };
}

/** An idempotency key. `randomUUID` exists on HTTPS and localhost only. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The error message of a response, for people. */
export function problem({ status, data }) {
  if (status === 401) return say("You are signed out. Open this page again to sign in.");
  if (status === 403) return say("This page is too old. Open it again, then try once more.");
  const [ofField] = Object.values(data?.fields ?? {}).flat();
  return ofField ?? data?.error ?? say("The server could not do that. Try again in a moment.");
}

export const SLOW = say("The server has not answered yet. This continues as soon as the connection allows.");
export const NO_ANSWER = say("The server cannot be reached. Check your connection and try again.");

/** The token of the cookie: after a new sign-in in another tab, the one in this page is invalid. */
export function csrfToken() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]").value;
}

async function readJson(response) {
  if (!response.headers.get("Content-Type")?.includes("json")) return null;
  return response.json().catch(() => null);
}
