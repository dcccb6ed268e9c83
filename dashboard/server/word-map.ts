import { PCA } from 'ml-pca';

/** Words as rows of numbers: float32 [words, size]. */
export type Rows = { readonly size: number; readonly vectors: Float32Array };

/** The vector of a word, of length 1; one without length stays as it is. */
export const direction = ({ size, vectors }: Rows, row: number): Float64Array => {
  const own = Float64Array.from(vectors.subarray(row * size, (row + 1) * size));
  const length = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0));
  return length === 0 ? own : own.map((value) => value / length);
};

export type Flat = {
  readonly places: readonly (readonly [x: number, y: number])[];
  readonly shares: readonly [x: number, y: number]; // of the variance of the shown directions, 0 to 1
};

/** A component's sign says nothing: the entry of greatest size is made positive, so that a map looks the same each time. */
const signOf = (loadings: readonly number[]): number => {
  const largest = loadings.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return largest < 0 ? -1 : 1;
};

/** The two directions along which the given words differ most (principal components of their unit vectors). */
export const flatten = (rows: Rows, chosen: readonly number[]): Flat => {
  if (chosen.length < 3 || rows.size < 2) return { places: chosen.map(() => [0, 0]), shares: [0, 0] };
  const directions = chosen.map((row) => Array.from(direction(rows, row)));
  const pca = new PCA(directions, { method: 'covarianceMatrix', center: true, scale: false });
  const [x = 0, y = 0] = pca.getExplainedVariance();
  const loadings = pca.getLoadings().to2DArray();
  const [signX, signY] = [signOf(loadings[0] ?? []), signOf(loadings[1] ?? [])];
  const places = pca
    .predict(directions, { nComponents: 2 })
    .to2DArray()
    .map(([a = 0, b = 0]): readonly [number, number] => [a * signX, b * signY]);
  return { places, shares: [x, y] };
};

/** The words nearest to one, by cosine, the nearest first; none of those without a direction. */
export const nearest = (
  rows: Rows,
  wanted: number,
  most: number,
): readonly { readonly row: number; readonly cosine: number }[] => {
  const own = direction(rows, wanted);
  const words = rows.size === 0 ? 0 : rows.vectors.length / rows.size;
  const found = Array.from({ length: words }, (_, row) => {
    let dot = 0;
    let length = 0;
    for (let n = 0; n < rows.size; n++) {
      const value = rows.vectors[row * rows.size + n] as number;
      dot += value * (own[n] as number);
      length += value * value;
    }
    return { row, cosine: length === 0 ? -2 : dot / Math.sqrt(length) };
  });
  return found
    .filter(({ row, cosine }) => row !== wanted && cosine > -2)
    .toSorted((a, b) => b.cosine - a.cosine || a.row - b.row)
    .slice(0, most);
};
