import { describe, expect, it } from "vitest";
import type { Hit } from "../core/api";
import { inTime } from "./selection";

const hit = (uid: string, t: number | null): Hit => ({ kind: "scene", uid, id: uid, t });

describe("scenes to compare", () => {
  it("come in order of time, without those that have no date", () => {
    expect(inTime([hit("c", 3), hit("a", 1), hit("x", null), hit("b", 2)])).toEqual(["a", "b", "c"]);
  });
  it("are the newest where there are too many", () => {
    const many = Array.from({ length: 80 }, (_, n) => hit(`s${n}`, n));
    expect(inTime(many)).toHaveLength(60);
    expect(inTime(many).at(-1)).toBe("s79");
  });
});
