// Shows a page that says so while the site cannot be reached. It keeps that page only, and nothing of a person.
const CACHE = "offline-{{ version }}";
const KEPT = [{% for address in kept %}"{{ address|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const [OFFLINE, ...FILES] = KEPT;

addEventListener("install", (event) => {
  const requests = KEPT.map((address) => new Request(address, { credentials: "omit", cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const remove = (names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  // The browser asks for a page while this worker starts, so that the worker delays nothing.
  event.waitUntil(Promise.all([caches.keys().then(remove), registration.navigationPreload?.enable()]));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate" && request.method === "GET") {
    event.respondWith(page(event).catch(() => caches.match(OFFLINE)));
  } else if (FILES.includes(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request.url)));
  }
});

async function page({ request, preloadResponse }) {
  return (await preloadResponse) ?? fetch(request);
}

// Of a notification that a page has shown.
addEventListener("notificationclick", (event) => {
  const { url } = event.notification.data;
  event.notification.close();
  event.waitUntil(open(url));
});

async function open(url) {
  const [tab] = await clients.matchAll({ type: "window", includeUncontrolled: true });
  if (!tab) return clients.openWindow(url);
  await tab.focus();
  return tab.navigate(url);
}
