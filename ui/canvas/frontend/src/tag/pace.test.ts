import { expect, it } from "vitest";
import { Pace } from "./pace";

it("counts the last two minutes only", () => {
  const pace = new Pace();
  pace.add(2, 0);
  expect(pace.perMinute(1000)).toBeNull();
  pace.add(28, 60_000);
  expect(pace.perMinute(60_000)).toBe(30);
  expect(pace.perMinute(120_000)).toBe(15);
  expect(pace.perMinute(300_000)).toBeNull();
});

it("a burst is not endlessly fast", () => {
  const pace = new Pace();
  pace.add(10, 5);
  expect(pace.perMinute(5)).toBe(120);
});
