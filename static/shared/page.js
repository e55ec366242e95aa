const ACTIVE = 2000; // milliseconds between two requests
const IDLE = 5000;
const WAIT = 60_000; // after an error

/** A shared chat: reads it again while the page is visible, and replaces the turns that have changed. */
const root = document.querySelector("[data-shared]");
const parser = new DOMParser();
let etag = "";
let timer;

async function read() {
  clearTimeout(timer);
  if (document.visibilityState === "hidden") return;
  const response = await fetch(location.pathname, { cache: "no-store", headers: { "If-None-Match": etag } }).catch(() => null);
  if (response?.status === 404) return location.reload(); // the link has ended
  if (response?.ok) {
    etag = response.headers.get("ETag");
    draw(parser.parseFromString(await response.text(), "text/html").querySelector("[data-shared]"));
  }
  const isFine = response?.ok || response?.status === 304;
  timer = setTimeout(read, !isFine ? WAIT : "active" in root.dataset ? ACTIVE : IDLE);
}

function draw(news) {
  root.toggleAttribute("data-active", "active" in news.dataset);
  const isAtEnd = innerHeight + scrollY >= document.body.scrollHeight - 24;
  const log = root.querySelector("[data-shared-log]");
  const turns = [...news.querySelector("[data-shared-log]").children];
  for (const [index, turn] of turns.entries()) {
    const shown = log.children[index];
    if (!shown) log.append(turn);
    else if (shown.outerHTML !== turn.outerHTML) shown.replaceWith(turn);
  }
  while (log.children.length > turns.length) log.lastElementChild.remove();
  const title = news.querySelector("h1").textContent;
  root.querySelector("h1").textContent = title;
  document.title = `${title} · Lockstep`;
  if (isAtEnd) scrollTo(0, document.body.scrollHeight);
}

document.addEventListener("visibilitychange", read);
timer = setTimeout(read, "active" in root.dataset ? ACTIVE : IDLE);
