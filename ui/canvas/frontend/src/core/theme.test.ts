import { expect, it } from "vitest";
import { faded, inkOn, luminance } from "./theme";

it.each([
  ["#ffffff", 1],
  ["#fff", 1],
  ["#000000", 0],
  ["rgb(255, 255, 255)", 1],
  ["#0e1117", 0.0056],
])("luminance of %s", (colour, value) => {
  expect(luminance(colour)).toBeCloseTo(value, 3);
});

it("ink stands out", () => {
  expect(inkOn("#f0e442")).toBe("#10161d");
  expect(inkOn("#0072b2")).toBe("#ffffff");
});

it("an opacity is added", () => {
  expect(faded("#0072b2", 0.5)).toBe("rgba(0,114,178,0.5)");
});
