import { describe, expect, it } from "vitest";
import type { Point } from "../geo/shapes";
import { begin, corner, finish, preview, problemOf, takeBack, type Outcome, type Tool } from "./sketch";

function draw(tool: Tool, corners: Point[], near = 0): Outcome {
  let outcome: Outcome = { kind: "more", sketch: begin(tool) };
  for (const at of corners) {
    if (outcome.kind === "done") throw new Error("finished too early");
    outcome = corner(outcome.sketch, at, near);
  }
  return outcome;
}

describe("a sketch", () => {
  it("of a point is done at once", () => {
    expect(draw("point", [[1, 2]])).toEqual({ kind: "done", shape: { type: "Point", coordinates: [1, 2] } });
  });

  it("of a box is done at the second corner", () => {
    const { shape } = draw("box", [[0, 0], [4, 2]]) as Extract<Outcome, { kind: "done" }>;
    expect(shape.coordinates).toEqual([[[0, 0], [4, 0], [4, 2], [0, 2], [0, 0]]]);
  });

  it("of an oriented box is done at the third", () => {
    expect(draw("obox", [[0, 0], [4, 0]]).kind).toBe("more");
    expect(draw("obox", [[0, 0], [4, 0], [2, 3]]).kind).toBe("done");
  });

  it("of a polygon is done on its first or its last corner again", () => {
    const corners: Point[] = [[0, 0], [9, 0], [9, 9]];
    expect(draw("polygon", corners, 1).kind).toBe("more");
    expect(draw("polygon", [...corners, [0.5, 0]], 1).kind).toBe("done");
    expect(draw("polygon", [...corners, [9, 9.2]], 1).kind).toBe("done");
  });

  it("goes on when a box's two corners are one", () => {
    expect(draw("box", [[3, 3], [3.4, 3]], 1).kind).toBe("more");
  });

  it("refuses what has no area or crosses itself, and keeps what can be used", () => {
    const flat = draw("box", [[0, 0], [5, 0]]);
    expect(flat).toMatchObject({ kind: "problem", problem: "it has no area" });
    expect((flat as Extract<Outcome, { kind: "problem" }>).sketch.corners).toHaveLength(1);
    const bow: Point[] = [[0, 0], [2, 2], [2, 0], [0, 2]];
    const crossed = finish({ tool: "polygon", corners: bow });
    expect(crossed).toMatchObject({ kind: "problem", problem: "its sides cross each other" });
  });

  it("shows what it would become, and takes a corner back", () => {
    const sketch = { tool: "polygon" as const, corners: [[0, 0], [4, 0]] as Point[] };
    expect(preview(sketch, null)?.type).toBe("LineString");
    expect(preview(sketch, [4, 4])?.type).toBe("Polygon");
    expect(takeBack(sketch).corners).toEqual([[0, 0]]);
  });
});

it("a hole must stay inside", () => {
  const ring = (a: number, b: number): [number, number][] => [[a, a], [b, a], [b, b], [a, b], [a, a]];
  const holed = (shell: [number, number][]): ReturnType<typeof problemOf> =>
    problemOf({ type: "Polygon", coordinates: [shell, ring(6, 8)] });
  expect(holed(ring(0, 10))).toBeNull();
  expect(holed([[0, 0], [10, 0], [0, 10], [0, 0]])).toMatch(/hole/);
  expect(holed(ring(7, 10))).toMatch(/hole/);
});
