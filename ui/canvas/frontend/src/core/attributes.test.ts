import { expect, it } from "vitest";
import { attributeOf, pairsText, parsePairs, shareOf } from "./attributes";

it.each([
  ["camouflaged", { name: "camouflaged", type: "text", values: [] }],
  ["count:number", { name: "count", type: "number", values: [] }],
  ["state=intact|hit", { name: "state", type: "enum", values: ["intact", "hit"] }],
])("%s", (text, attribute) => {
  expect(attributeOf(text)).toEqual(attribute);
});

it("pairs come back as they were", () => {
  const values = { count: 3, roof: "tin", a: "x=y" };
  expect(parsePairs(pairsText(values))).toEqual(values);
  expect(parsePairs("")).toEqual({});
  expect(parsePairs("no sign")).toBeNull();
  expect(parsePairs("=3")).toBeNull();
});

it.each([["80", 0.8], ["80 %", 0.8], ["0.8", 0.8], ["1", 1], ["1 %", 0.01], ["", null], ["120", NaN], ["x", NaN], ["-1", NaN]])(
  "confidence %j",
  (text, share) => {
    expect(shareOf(text)).toEqual(share);
  },
);
