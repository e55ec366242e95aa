// A different shape for each state, since colours are hard to tell apart in so small a picture.
const MARKS = {
  working: '<circle cx="17" cy="7" r="4.5" fill="#0b655f" stroke="#fff" stroke-width="3"/>',
  waiting: '<path d="M17 .5 23.5 7 17 13.5 10.5 7Z" fill="#f5a524" stroke="#111" stroke-width="1"/>',
  done: '<circle cx="17" cy="7" r="6" fill="#e5484d" stroke="#fff" stroke-width="1.5"/>',
};

const link = document.querySelector('link[rel="icon"]');
const plain = link.getAttribute("href");
let drawing = null;
let shown = "";

/** Shows a state on the tab's icon: "working", "waiting", "done", or "" for none. */
export async function showIcon(state) {
  if (shown === state) return;
  shown = state;
  drawing ??= fetch(plain).then((response) => response.text());
  const svg = await drawing.catch(() => "");
  if (shown !== state) return; // another one is shown by now
  link.href = state && svg ? `data:image/svg+xml,${encodeURIComponent(svg.replace("</svg>", `${MARKS[state]}</svg>`))}` : plain;
}
