/** Which of many marks to draw: one for each small square of the screen. */

export interface Spots {
  x: Float64Array;
  y: Float64Array;
}
export interface Shown {
  /** Place in the arrays. */
  index: number;
  /** How many lie in its square. */
  many: number;
}
type Extent = readonly number[];

/** Up to this many are drawn one by one, however they lie. */
export const FEW = 800;
const SQUARE_PX = 16;

/** What to draw of the spots that are let through and lie in the extent. */
export function shown(
  { x, y }: Spots,
  lets: (index: number) => boolean,
  [west, south, east, north]: Extent,
  resolution: number,
): Shown[] {
  const inside: number[] = [];
  for (let i = 0; i < x.length; i++) {
    if (x[i]! >= west! && x[i]! <= east! && y[i]! >= south! && y[i]! <= north! && lets(i)) inside.push(i);
  }
  if (inside.length <= FEW) return inside.map((index) => ({ index, many: 1 }));
  const side = SQUARE_PX * resolution;
  const squares = new Map<number, Shown>();
  for (const index of inside) {
    // Two whole numbers in one: a million columns are enough for any screen.
    const square = Math.floor(x[index]! / side) + Math.floor(y[index]! / side) * 2 ** 26;
    const known = squares.get(square);
    if (known) known.many++;
    else squares.set(square, { index, many: 1 });
  }
  return [...squares.values()];
}
