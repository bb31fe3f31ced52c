import { describe, expect, it } from "vitest";
import { centreOf, middleLon } from "./bounds";

describe("the middle of bounds", () => {
  it("lies between west and east", () => {
    expect(middleLon([10, 0, 14, 2])).toBe(12);
    expect(centreOf([-14, -4, -10, 2])).toEqual([-12, -1]);
  });

  it("goes on past 180 degrees where the bounds do", () => {
    expect(middleLon([170, 0, -160, 2])).toBe(185);
    expect(centreOf([170, 0, -160, 2])).toEqual([-175, 1]);
  });
});
