import { describe, expect, it } from "vitest";
import type { Body } from "./body";
import { infoOf, markEmpty, markSeen, toggleClass, toggleFlag, type Make, type Wish } from "./tiletags";

type Tags = [string, Body][];
const make: Make = (state, cls) => ({ kind: "tile", state, class: cls }) as Body;

let n = 0;
const uuid = (): string => `u${++n}`;

function after(tags: Tags, wishes: Wish[]): Tags {
  const all = new Map(tags);
  for (const { uid, after: body } of wishes) {
    if (body) all.set(uid, body);
    else all.delete(uid);
  }
  return [...all];
}

describe("a tile", () => {
  it("may have several classes; a class's key again takes it off", () => {
    let tags: Tags = [];
    tags = after(tags, toggleClass(tags, "ship", make, uuid));
    tags = after(tags, toggleClass(tags, "uav", make, uuid));
    expect(infoOf(tags)).toEqual({ state: "tagged", flagged: false, classes: ["ship", "uav"] });
    tags = after(tags, toggleClass(tags, "ship", make, uuid));
    expect(infoOf(tags).classes).toEqual(["uav"]);
  });

  it("that was confirmed without a tag is seen, not more", () => {
    const tags = after([], markSeen([], make, uuid));
    expect(infoOf(tags).state).toBe("seen");
    expect(markSeen(tags, make, uuid)).toEqual([]);
  });

  it("is no longer empty or just seen once it has a class", () => {
    for (const first of [markSeen, markEmpty]) {
      let tags = after([], first([], make, uuid));
      tags = after(tags, toggleClass(tags, "ship", make, uuid));
      expect(tags).toHaveLength(1);
      expect(infoOf(tags).state).toBe("tagged");
    }
  });

  it("with nothing in it loses its classes and keeps its flag", () => {
    let tags = after([], toggleClass([], "ship", make, uuid));
    tags = after(tags, toggleFlag(tags, make, uuid));
    expect(infoOf(tags)).toMatchObject({ state: "tagged", flagged: true });
    tags = after(tags, markEmpty(tags, make, uuid));
    expect(infoOf(tags)).toEqual({ state: "flagged", flagged: true, classes: [] });
    tags = after(tags, toggleFlag(tags, make, uuid));
    expect(infoOf(tags).state).toBe("empty");
    expect(markEmpty(tags, make, uuid)).toEqual([]);
  });

  it("that nobody looked at is unseen", () => {
    expect(infoOf([])).toEqual({ state: "unseen", flagged: false, classes: [] });
  });
});
