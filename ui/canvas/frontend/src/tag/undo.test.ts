import { expect, it } from "vitest";
import { UndoStack, type Step } from "./undo";

function play(state: Map<string, string>, step: Step<string> | null): void {
  for (const { uid, after } of step ?? []) {
    if (after === null) state.delete(uid);
    else state.set(uid, after);
  }
}

it("takes steps back and again, to the same states", () => {
  const stack = new UndoStack<string>();
  const state = new Map<string, string>();
  const history: string[] = [JSON.stringify([...state])];
  const steps: Step<string>[] = [
    [{ uid: "a", before: null, after: "box" }],
    [{ uid: "a", before: "box", after: "bigger box" }],
    [
      { uid: "a", before: "bigger box", after: null },
      { uid: "b", before: null, after: "line" },
      { uid: "b", before: "line", after: "longer line" },
    ],
  ];
  for (const step of steps) {
    play(state, step);
    stack.push(step);
    history.push(JSON.stringify([...state]));
  }
  for (let i = steps.length - 1; i >= 0; i--) {
    play(state, stack.undo());
    expect(JSON.stringify([...state])).toBe(history[i]);
  }
  expect(stack.undo()).toBeNull();
  for (let i = 1; i <= steps.length; i++) {
    play(state, stack.redo());
    expect(JSON.stringify([...state])).toBe(history[i]);
  }
  expect(stack.redo()).toBeNull();
});

it("forgets what was undone once something else is done", () => {
  const stack = new UndoStack<string>();
  stack.push([{ uid: "a", before: null, after: "1" }]);
  stack.undo();
  expect(stack.canRedo).toBe(true);
  stack.push([{ uid: "b", before: null, after: "2" }]);
  expect(stack.canRedo).toBe(false);
});

it("does not remember a step in which nothing changed", () => {
  const stack = new UndoStack<string>();
  stack.push([]);
  expect(stack.canUndo).toBe(false);
});

it("goes on with the steps of an earlier session once its own are taken back", () => {
  const stack = new UndoStack<string>();
  stack.push([{ uid: "a", before: "0", after: "1" }]);
  stack.seed([[{ uid: "a", before: null, after: "0" }]], [[{ uid: "b", before: null, after: "x" }]]);
  expect(stack.canRedo).toBe(false); // something was done since
  expect(stack.undo()).toEqual([{ uid: "a", before: "1", after: "0" }]);
  expect(stack.undo()).toEqual([{ uid: "a", before: "0", after: null }]);
  expect(stack.canUndo).toBe(false);
});

it("does again what was undone in an earlier session", () => {
  const stack = new UndoStack<string>();
  stack.seed([], [[{ uid: "b", before: null, after: "x" }]]);
  expect(stack.redo()).toEqual([{ uid: "b", before: null, after: "x" }]);
});
