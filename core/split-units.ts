/** Rows by unit: unit u has rows `rows[starts[u]]` to `rows[starts[u + 1]]`. */
export type Units = { readonly starts: Uint32Array; readonly rows: Uint32Array; readonly count: number };

/** Numbers units densely, in order of first appearance; `units` null: each row is its own. */
export const unitsOf = (units: Uint32Array | null, rowCount: number): Units => {
  if (units === null) {
    const rows = Uint32Array.from({ length: rowCount }, (_, row) => row);
    return { starts: Uint32Array.from({ length: rowCount + 1 }, (_, row) => row), rows, count: rowCount };
  }
  const numbers = new Map<number, number>(); // in order of first appearance
  const unitOf = new Uint32Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    const name = units[row] as number;
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    unitOf[row] = number;
  }
  const starts = new Uint32Array(numbers.size + 1);
  for (const unit of unitOf) starts[unit + 1] = (starts[unit + 1] as number) + 1;
  for (let unit = 0; unit < numbers.size; unit++)
    starts[unit + 1] = (starts[unit + 1] as number) + (starts[unit] as number);
  const next = starts.slice();
  const rows = new Uint32Array(rowCount);
  unitOf.forEach((unit, row) => {
    rows[next[unit] as number] = row;
    next[unit] = (next[unit] as number) + 1;
  });
  return { starts, rows, count: numbers.size };
};

export const unitRows = ({ starts, rows }: Units, unit: number): Uint32Array =>
  rows.subarray(starts[unit], starts[unit + 1]);

export const countByClass = (classes: Uint32Array, classCount: number): Float64Array => {
  const counts = new Float64Array(classCount);
  for (const place of classes) counts[place] = (counts[place] as number) + 1;
  return counts;
};

/** In how many units each class occurs. */
export const unitsByClass = (units: Units, classes: Uint32Array, classCount: number): Float64Array => {
  const counts = new Float64Array(classCount);
  for (let unit = 0; unit < units.count; unit++) {
    const found = new Set(Array.from(unitRows(units, unit), (row) => classes[row] as number));
    for (const place of found) counts[place] = (counts[place] as number) + 1;
  }
  return counts;
};
