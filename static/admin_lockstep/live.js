// Lists and figures are read again every few seconds while the page is seen: states change while one looks.

const EVERY = 5000; // milliseconds
const LIVE = "[data-live], #result_list .field-status, #result_list .field-status_mark, #result_list .field-state_mark";

function key(cell) {
  const row = cell.closest("tr");
  return row?.querySelector("input[name=_selected_action]")?.value ?? row?.querySelector("th a")?.href ?? cell.id;
}

async function refresh() {
  if (document.hidden || !document.querySelector(LIVE)) return;
  const response = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = new Map([...page.querySelectorAll(LIVE)].map((cell) => [`${key(cell)} ${cell.className}`, cell]));
  for (const cell of document.querySelectorAll(LIVE)) {
    const now = fresh.get(`${key(cell)} ${cell.className}`);
    if (now && now.innerHTML !== cell.innerHTML && !cell.contains(document.activeElement)) cell.replaceChildren(...now.childNodes);
  }
}

setInterval(refresh, EVERY);
