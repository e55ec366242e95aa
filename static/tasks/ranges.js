/** Places `{ start, end }` in a text that is being edited. Pure. */

/** Where the text changed: `before.slice(start, end)` became as many characters as `length` says. */
export function change(before, after) {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let rest = 0;
  const most = Math.min(before.length, after.length) - start;
  while (rest < most && before.at(-1 - rest) === after.at(-1 - rest)) rest += 1;
  return { start, end: before.length - rest, length: after.length - rest - start };
}

/** The same places after the change; those in which it happened grow or shrink, and go once they are empty. */
export function moved(ranges, { start, end, length }) {
  const move = (place) => (place < end ? Math.min(place, start + length) : place - end + start + length);
  return ranges
    .map((range) => (range.end <= start ? range : { ...range, start: range.start < start ? range.start : move(range.start), end: move(range.end) }))
    .filter((range) => range.start < range.end);
}

/** Those that the change does not touch. */
export function untouched(ranges, { start, end }) {
  return ranges.filter((range) => range.end <= start || range.start >= end);
}

/** The server counts code points, the browser UTF-16 code units. */
export function toCodePoints(text, { start, end }) {
  return [[...text.slice(0, start)].length, [...text.slice(0, end)].length];
}

export function fromCodePoints(text, { start, end, ...rest }) {
  const points = [...text];
  const from = points.slice(0, start).join("").length;
  return { ...rest, start: from, end: from + points.slice(start, end).join("").length };
}
