/** A form with these values, to be posted; it is not on the page. */
export function formOf(values) {
  const form = document.createElement("form");
  for (const [name, value] of Object.entries(values)) form.append(Object.assign(document.createElement("input"), { name, value }));
  return form;
}
