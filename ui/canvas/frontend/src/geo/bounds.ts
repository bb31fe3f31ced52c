/** The middle of bounds in degrees: [west, south, east, north], west > east over 180 degrees. */
import { wrapLon } from "./unwrap";

export type Bounds = readonly [number, number, number, number];

/** Longitude of the middle, going on past 180 degrees where the bounds do. */
export function middleLon([west, , east]: Bounds): number {
  return east < west ? (west + east + 360) / 2 : (west + east) / 2;
}

/** Longitude in [-180, 180) and latitude of the middle. */
export function centreOf(bounds: Bounds): [number, number] {
  return [wrapLon(middleLon(bounds)), (bounds[1] + bounds[3]) / 2];
}
