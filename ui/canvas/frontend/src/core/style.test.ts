import { describe, expect, it } from "vitest";
import { nextCombination, styleText, withStyle, type Styles } from "./style";

const STYLES: Styles = {
  bands: [],
  combinations: [
    { id: "true", name: "True colour", bands: ["red", "green", "blue"] },
    { id: "band:red", name: "red", bands: ["red"] },
  ],
  colormaps: ["viridis"],
};

describe("styles", () => {
  it("leave out what is as usual", () => {
    expect(styleText(null)).toBe("");
    expect(styleText({})).toBe("");
    expect(styleText({ gamma: 1, bands: ["red"] })).toBe('{"bands":["red"]}');
    expect(styleText({ db: true, bands: ["vv"], colormap: "viridis" })).toBe(
      '{"bands":["vv"],"colormap":"viridis","db":true}',
    );
  });

  it("take an expression before bands, and no colour map for three channels", () => {
    expect(styleText({ expression: "a/b", bands: ["a"] })).toBe('{"expression":"a/b"}');
    expect(styleText({ bands: ["a", "b", "c"], colormap: "viridis" })).toBe('{"bands":["a","b","c"]}');
  });

  it("go into the address of a tile", () => {
    expect(withStyle("/t?v=1", null)).toBe("/t?v=1");
    expect(withStyle("/t?v=1", { bands: ["a"] })).toBe("/t?v=1&style=%7B%22bands%22%3A%5B%22a%22%5D%7D");
  });

  it("are gone through in a circle", () => {
    const first = nextCombination(STYLES, null, 1);
    expect(first).toEqual({ bands: ["red", "green", "blue"] });
    const second = nextCombination(STYLES, first, 1);
    expect(second).toEqual({ bands: ["red"] });
    expect(nextCombination(STYLES, second, 1)).toEqual(first);
    expect(nextCombination(STYLES, null, -1)).toEqual(second);
    expect(nextCombination({ ...STYLES, combinations: [] }, null, 1)).toBeNull();
  });
});
