import { afterEach, describe, expect, it, vi } from "vitest";
import { nextItem, Run, type RunItem } from "./run";

const item = (scene: string, done: number): RunItem => ({ scene, id: scene, keys: ["a", "b"], done });
afterEach(() => vi.unstubAllGlobals());

describe("a queue over several scenes", () => {
  const items = [item("one", 0), item("two", 2), item("three", 1)];

  it("goes on with the next scene that has something left, round the end", () => {
    expect(nextItem(items, "one", 1)?.scene).toBe("three");
    expect(nextItem(items, "three", 1)?.scene).toBe("one");
    expect(nextItem(items, "one", -1)?.scene).toBe("three");
    expect(nextItem(items, "elsewhere", 1)?.scene).toBe("one");
  });

  it("ends when all else is done", () => {
    expect(nextItem([item("one", 0), item("two", 2)], "one", 1)).toBeNull();
    expect(nextItem([], "one", 1)).toBeNull();
  });

  it("says how far one is over all", async () => {
    const answer = { items, total: 6, done: 3 };
    vi.stubGlobal("fetch", () => Promise.resolve(Response.json(answer)));
    const sent: unknown[] = [];
    const host = { api: "", toast: () => undefined, send: (...said: unknown[]) => void sent.push(said) };
    const queue = { by: "scene", observation: null, class: null, seed: 0 };
    const run = new Run(host, "one", ["one", "two", "three"], queue, null);
    expect(await run.load()).toEqual(["a", "b"]);
    expect(run.text(2)).toBe("scene 1 of 3 · 5 of 6 over all");
    expect(run.go(1)).toBe(true);
    expect(sent).toEqual([["open", { uid: "three" }]]);
    const none = new Run(host, "one", [], null, null);
    expect(await none.load()).toBeNull();
    expect(none.text(0)).toBe("");
  });
});
