import { expect, it } from "vitest";
import type { Suggestion } from "./api";
import { editFields, editsOf } from "./parts";

const reading = (edtf: string) => ({ edtf, words: edtf, weight: 0.5, why: "" });
const made = { time: { ...reading("2022-07-11"), alternatives: [reading("2022-07-11"), reading("2022-07-18")] } } as unknown as Suggestion;

it("sends nothing where nothing was chosen or changed", () => {
  expect(editsOf(made, { time: 0, candidate: null })).toEqual({});
});

it("sends the reading and the place that were chosen", () => {
  expect(editsOf(made, { time: 1, candidate: 3 })).toEqual({ time: "2022-07-18", candidate: 3 });
});

it("lets what was written go over what was chosen", () => {
  const changed = { where: "1, 2", radius_m: "50", time: "2022", note: "seen" };
  expect(editsOf(made, { time: 1, candidate: 3 }, changed)).toEqual({ where: "1, 2", radius_m: 50, time: "2022", note: "seen" });
});

it("begins to edit with the reading that was chosen", () => {
  expect(editFields(made, { time: 1, candidate: null }).find((f) => f.name === "time")!.value).toBe("2022-07-18");
});
