import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Insistence } from "./insist";

describe("a trigger that leads elsewhere", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function made(): { sent: unknown[]; insistence: Insistence } {
    const sent: unknown[] = [];
    const insistence = new Insistence();
    insistence.send = (name, value) => sent.push([name, value]);
    insistence.shows({ scene: "a", rev: 1 });
    return { sent, insistence };
  }

  it("is sent again as long as the same is shown", () => {
    const { sent, insistence } = made();
    insistence.sent("open", { uid: "b" });
    vi.advanceTimersByTime(1600);
    insistence.shows({ scene: "a", rev: 2 });
    expect(sent).toEqual([["open", { uid: "b" }]]);
    vi.advanceTimersByTime(600_000);
    expect(sent.length).toBe(4);
  });

  it("is not sent again once it has arrived, or the screen is gone", () => {
    const { sent, insistence } = made();
    insistence.sent("open", { uid: "b" });
    insistence.shows({ scene: "b", rev: 1 });
    vi.advanceTimersByTime(600_000);
    insistence.sent("open", { uid: "c" });
    insistence.stop();
    vi.advanceTimersByTime(600_000);
    expect(sent).toEqual([]);
  });

  it("gives way to a later one, and nothing else is repeated", () => {
    const { sent, insistence } = made();
    insistence.sent("open", { uid: "b" });
    insistence.sent("open", { uid: "c" });
    insistence.sent("changed", { rev: 3 });
    vi.advanceTimersByTime(1600);
    expect(sent).toEqual([["open", { uid: "c" }]]);
  });
});
