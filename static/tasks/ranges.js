/** Ranges `{ start, end }` in a text that is being edited. Pure. */

/** Where the text changed: `before.slice(start, end)` was replaced by `length` characters. */
export function change(before, after) {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let rest = 0;
  const most = Math.min(before.length, after.length) - start;
  while (rest < most && before.at(-1 - rest) === after.at(-1 - rest)) rest += 1;
  return { start, end: before.length - rest, length: after.length - rest - start };
}

/** The same ranges after the change. Those that contain it grow or shrink; empty ones are removed. */
export function moved(ranges, { start, end, length }) {
  const move = (place) => (place < end ? Math.min(place, start + length) : place - end + start + length);
  return ranges
    .map((range) => (range.end <= start ? range : { ...range, start: range.start < start ? range.start : move(range.start), end: move(range.end) }))
    .filter((range) => range.start < range.end);
}

/** The ranges outside of the change. */
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
