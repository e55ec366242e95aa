/** A tool's arguments as fields of a form, as `chatbot/pages/arguments.py` makes them for the server's part. */

const NONE_LEFT = "Tick at least one task, or decline.";
const NO_ANSWER = "Write an answer, or skip the question.";
const INPUTS = { integer: "number", number: "number", string: "text" };

export function fieldsFor(schema, given, tasks) {
  const shown = new Map(tasks.map((task) => [task.number, task]));
  const fields = Object.entries(given).map(([name, value]) => fieldFor(name, schema.properties?.[name], value, shown));
  return fields.filter((field) => field !== null);
}

/** The arguments as the form has them, or undefined if it leaves them as they were. Throws a sentence. */
export function changedArguments(form) {
  const given = JSON.parse(form.dataset.arguments);
  const values = { ...given };
  for (const field of form.querySelectorAll("[data-argument]")) values[field.dataset.argument] = valueOf(field, given);
  return JSON.stringify(values) === JSON.stringify(given) ? undefined : values;
}

/** The arguments of a question, with what the person says: written, or one of the options. Throws a sentence. */
export function withAnswer(form, chosen) {
  const answer = chosen || form.querySelector("input[name=argument-answer]").value.trim();
  if (!answer) throw new RangeError(NO_ANSWER);
  return { ...JSON.parse(form.dataset.arguments), answer };
}

function fieldFor(name, schema = {}, value, shown) {
  const kinds = schema.anyOf ?? [schema];
  const isOptional = kinds.some(({ type }) => type === "null");
  const kind = kinds.find(({ type }) => type !== "null") ?? {};
  if (kind.enum) return choice(name, isOptional ? [...kind.enum, null] : kind.enum, value);
  if (kind.type === "boolean") return choice(name, [true, false], value);
  if (kind.type === "array" && kind.items?.type === "integer") return taskList(name, value, shown);
  return kind.type in INPUTS ? plain(name, INPUTS[kind.type], value, isOptional) : null;
}

function labelled(name, kind, input) {
  const field = document.createElement("label");
  field.className = "argument field";
  Object.assign(field.dataset, { argument: name, kind });
  const label = document.createElement("span");
  label.className = "field-label";
  label.textContent = name[0].toUpperCase() + name.slice(1).replaceAll("_", " ");
  input.name = `argument-${name}`;
  field.append(label, input);
  return field;
}

function choice(name, options, value) {
  const select = document.createElement("select");
  for (const option of options) select.add(new Option(optionLabel(option), JSON.stringify(option), false, option === value));
  return labelled(name, "choice", select);
}

function optionLabel(option) {
  if (option === null) return "any";
  return typeof option === "boolean" ? (option ? "yes" : "no") : `${option}`;
}

function plain(name, kind, value, isOptional) {
  const input = document.createElement("input");
  input.type = kind;
  if (kind === "number") input.step = "any";
  input.autocomplete = "off";
  input.value = value ?? "";
  const field = labelled(name, kind, input);
  if (isOptional) field.dataset.optional = "";
  return field;
}

function taskList(name, value, shown) {
  const numbers = Array.isArray(value) ? [...new Set(value)].filter((number) => shown.has(number)) : [];
  if (numbers.length < 2) return null;
  const field = document.createElement("fieldset");
  field.className = "argument";
  Object.assign(field.dataset, { argument: name, kind: "tasks" });
  const legend = document.createElement("legend");
  legend.textContent = "Only these";
  field.append(legend, ...numbers.map((number) => taskBox(name, number, shown.get(number))));
  return field;
}

function taskBox(name, number, { title, change }) {
  const label = document.createElement("label");
  label.className = "argument-task";
  const box = document.createElement("input");
  Object.assign(box, { type: "checkbox", name: `argument-${name}`, value: number, defaultChecked: true });
  const text = document.createElement("span");
  const tag = document.createElement("span");
  tag.className = "approval-number";
  tag.textContent = `#${number}`;
  const becomes = document.createElement("span");
  becomes.className = "approval-becomes";
  becomes.textContent = change ?? "";
  text.append(tag, ` ${title} `, becomes);
  label.append(box, " ", text);
  return label;
}

function valueOf(field, given) {
  const { argument: name, kind } = field.dataset;
  if (kind === "tasks") return kept(field, given[name]);
  const input = field.querySelector("input, select");
  if (kind === "choice") return JSON.parse(input.value);
  if (input.value === "" && "optional" in field.dataset) return null;
  return kind === "number" && input.value !== "" ? Number(input.value) : input.value;
}

/** Those that are not shown stay: nobody could take them out. */
function kept(field, numbers) {
  const dropped = new Set([...field.querySelectorAll("[type=checkbox]:not(:checked)")].map(({ value }) => Number(value)));
  const left = numbers.filter((number) => !dropped.has(number));
  if (!left.length) throw new RangeError(NONE_LEFT);
  return left;
}
