import { expect, test } from "vitest";
import type { MatrixData } from "./api";
import { ALL, Lattice, reportSpans, timeSpans } from "./lattice";

const column = (id: string, begin: string | null) => ({ scene: `s${id}`, id, when: begin ?? "", begin_ms: begin ? Date.parse(begin) : null, platform: null, gsd_m: 1, cloud_pct: 0 });
const row = (id: string, title: string, report: string | null = null) => ({
  observation: `o${id}`, id, title, report, observability: null, when: null, sentence: null,
});

const DATA: MatrixData = {
  rows: [row("1", "Drones on the apron", "r"), row("2", "A fire", "r"), row("3", "Boats")],
  reports: [{ uid: "r", id: "r", title: "Report r", first: 0, rows: 2 }, { uid: null, id: null, title: null, first: 2, rows: 1 }],
  columns: [column("a", "2022-05-20T00:00:00Z"), column("b", "2022-06-08T00:00:00Z"), column("c", "2022-06-20T00:00:00Z"), column("d", null)],
  cells: { row: [0, 0, 1, 2], column: [0, 1, 1, 2], state: [1, 2, 1, 3], level: [0, 0, 2, 1], role: [0, 1, 1, 3], flags: [0, 6, 0, 0] },
  states: ["none", "unreviewed", "consistent", "could_not_show"],
  levels: ["good", "limited", "unusable"],
  roles: ["before", "during", "between", "after"],
  flags: ["assessed", "disagreement", "needs_another_look"],
  counts: { states: {} },
};

test("a cell is found by shown row and column", () => {
  const lattice = new Lattice(DATA);
  expect(lattice.cell(0, 1)).toEqual({ state: "consistent", level: "good", role: "during", disagree: true, again: true, assessed: false });
  expect(lattice.cell(1, 0).state).toBe("none");
  expect(lattice.cell(9, 9).state).toBe("none");
});

test("images that no shown claim has anything with are left out, if wanted", () => {
  const lattice = new Lattice(DATA);
  expect(lattice.columns).toEqual([0, 1, 2]);
  lattice.filter({ ...ALL, words: "FIRE report" });
  expect([lattice.rows, lattice.columns]).toEqual([[1], [1]]);
  expect(lattice.cell(0, 0).level).toBe("unusable");
  lattice.filter({ ...ALL, tight: false });
  expect(lattice.columns).toEqual([0, 1, 2, 3]);
});

test("claims are left out that have no cell of a wanted state", () => {
  const lattice = new Lattice(DATA);
  lattice.filter({ ...ALL, states: new Set(["could_not_show"]) });
  expect(lattice.rows).toEqual([2]);
});

test("the next unreviewed pair comes in reading order and is one that can be judged", () => {
  const lattice = new Lattice(DATA);
  expect(lattice.unreviewed(0, 1)).toEqual([0, 0]); // round; that of the second claim is unusable
  expect(lattice.beside(0, 0, 1)).toBe(1);
  expect(lattice.beside(0, 1, 1)).toBeNull();
});

test("a pair is found where it is shown", () => {
  const lattice = new Lattice(DATA);
  expect(lattice.find("o3", "sc")).toEqual([2, 2]);
  expect(lattice.find("o3", "sd")).toBeNull();
});

test("months stand over their columns, years where months are too narrow", () => {
  expect(timeSpans(DATA.columns, 60)).toEqual([
    { from: 0, to: 1, text: "2022-05" }, { from: 1, to: 3, text: "2022-06" }, { from: 3, to: 4, text: "no date" },
  ]);
  expect(timeSpans(DATA.columns, 10)[0]).toEqual({ from: 0, to: 3, text: "2022" });
});

test("claims of a report stand together under its title", () => {
  expect(reportSpans(new Lattice(DATA))).toEqual([
    { from: 0, to: 2, text: "Report r" }, { from: 2, to: 3, text: "Not from a report" },
  ]);
});
