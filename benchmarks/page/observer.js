// Runs in the page before its own scripts: notes when frames come, when what they say is painted, what is
// fetched, and how long the main thread is held. Times are milliseconds of performance.now().
window.measured = { events: 0, times: [], paints: [], fragments: [], long_tasks: [], swaps: [], shift: 0 };

let pending = []; // { since, isDrawn() }: what frames have said and the page does not show yet

function expectedOf(frame) {
  const { event_type: type, call_id: call, run_id: run, result } = frame;
  const step = (state) => document.querySelector(`[data-log] [data-call-id="${call}"]${state}`);
  if (type === "tool_starting") return () => step("");
  if (type === "tool_complete") return () => step('[data-state="done"]');
  if (type !== "message_delta") return null;
  const end = result.offset + Array.from(result.text).length;
  const text = () => document.querySelector(`[data-log] [data-run="${run}"] [data-role="assistant"] [data-body]`);
  return () => Array.from(text()?.textContent ?? "").length >= end;
}

function look() {
  const now = pending.filter(({ isDrawn }) => isDrawn());
  if (!now.length) return;
  pending = pending.filter((one) => !now.includes(one));
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel(); // its task runs after the frame is painted
    port1.onmessage = () => measured.paints.push(...now.map(({ since }) => performance.now() - since));
    port2.postMessage(null);
  });
}

window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", ({ data }) => {
      const frame = JSON.parse(data);
      if (!frame.run_id) return;
      measured.events += 1;
      measured.times.push(performance.now());
      const isDrawn = expectedOf(frame);
      if (isDrawn) pending.push({ since: performance.now(), isDrawn });
    });
  }
};

new PerformanceObserver((list) => {
  for (const { name, startTime, duration } of list.getEntries()) {
    if (name.includes("/fragments/")) measured.fragments.push({ address: new URL(name).pathname, at: startTime, took: duration });
  }
}).observe({ type: "resource" });
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) measured.long_tasks.push(duration);
}).observe({ type: "longtask" });
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) measured.shift += value;
}).observe({ type: "layout-shift", buffered: true });
let swapSince = 0;
addEventListener("htmx:before:swap", () => { swapSince = performance.now(); }, true);
addEventListener("htmx:after:swap", () => measured.swaps.push(performance.now() - swapSince));
addEventListener("DOMContentLoaded", () => {
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
});
window.undrawn = () => pending.length;
window.forget = () => Object.assign(measured, { events: 0, times: [], paints: [], fragments: [], long_tasks: [], swaps: [], shift: 0 });
