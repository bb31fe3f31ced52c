import { afterEach, describe, expect, it, vi } from "vitest";
import { frameOf } from "../geo/grids";
import { inMetres, inView, Shift } from "./shift";

describe("a shift in metres", () => {
  it.each([
    ["WebMercatorQuad", [30, 60]],
    ["WebMercatorQuad", [179.99, -17]],
    ["UPSArcticWGS84Quad", [-40, 88]],
    ["UPSAntarcticWGS84Quad", [100, -89.5]],
  ] as const)("comes back in %s", (grid, place) => {
    const frame = frameOf(grid, [1, 1], place[0]);
    const [east, north] = inMetres(frame, place, inView(frame, place, [12, -7]));
    expect(east).toBeCloseTo(12, 4);
    expect(north).toBeCloseTo(-7, 4);
  });

  it("is a metre on the ground: two view units at 60 degrees", () => {
    const frame = frameOf("WebMercatorQuad", [1, 1]);
    expect(inView(frame, [30, 60], [1, 0])[0]).toBeCloseTo(2, 1);
  });
});

describe("the shift of a pair", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("is kept, taken back, and yields to another's", async () => {
    const sent: unknown[] = [];
    let status = 200;
    const answer = (body: object): Response =>
      new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
    vi.stubGlobal("window", { setTimeout, clearTimeout });
    vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
      if (!init.method) return answer({ east_m: 3, north_m: 4, version: 2, author: "Ana" });
      sent.push([url, JSON.parse(init.body as string)]);
      return answer(status === 200 ? { version: 3 } : { error: "no", nudge: { version: 9 } });
    });
    const said: string[] = [];
    const shift = new Shift("", (text) => said.push(text));
    await shift.open("a", "b");
    expect(shift.now).toEqual([3, 4]);
    shift.set([5, 4]);
    shift.set([6, 4]);
    await shift.save();
    expect(sent).toEqual([["/api/nudges/a/b", { east_m: 6, north_m: 4, base: 2 }]]);
    expect(shift.undo() && shift.undo()).toBe(true);
    expect(shift.undo()).toBe(false);
    expect(shift.now).toEqual([3, 4]);
    status = 409;
    await shift.save();
    expect(sent.at(-1)).toEqual(["/api/nudges/a/b", { east_m: 3, north_m: 4, base: 3 }]);
    expect(said[0]).toContain("Someone else");
  });
});
