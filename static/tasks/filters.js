import { refresh } from "../live/parts.js";

/** The filters apply while they are changed; the address has them, so that a reload shows the same tasks. */
export function startFilters(form, list) {
  const apply = (event) => {
    event.preventDefault();
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    const address = query.size ? `${location.pathname}?${query}` : location.pathname;
    history.replaceState(null, "", address);
    list.setAttribute("hx-get", address);
    htmx.process(list);
    refresh(list);
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", apply);
}
