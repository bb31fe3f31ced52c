import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type Tile from "ol/Tile";
import TileState from "ol/TileState";
import { Ahead, picture } from "./tileload";

const webp = (): Response => new Response("x", { headers: { "content-type": "image/webp" } });
let asked: string[] = [];
let closed = 0;

class FakeTile {
  image: unknown = null;
  state: number = TileState.LOADING;
  setImage(image: unknown): void {
    this.image = image;
    this.state = TileState.LOADED;
  }
  setState(state: number): void {
    this.state = state;
  }
}

async function loaded(ahead: Ahead, url: string): Promise<FakeTile> {
  const tile = new FakeTile();
  ahead.load(tile as unknown as Tile, url);
  await vi.waitFor(() => expect(tile.state).not.toBe(TileState.LOADING));
  return tile;
}

beforeEach(() => {
  asked = [];
  closed = 0;
  vi.stubGlobal("fetch", (url: string) => {
    asked.push(url);
    if (url === "/nothing") return Promise.resolve(new Response(null, { status: 204 }));
    const bad = url === "/bad" || (url === "/gone" && asked.length === 1);
    return Promise.resolve(bad ? new Response("", { status: 500 }) : webp());
  });
  vi.stubGlobal("createImageBitmap", () => Promise.resolve({ close: () => closed++ }));
});
afterEach(() => vi.unstubAllGlobals());

it("a picture that was fetched ahead is there at once, and is taken once", async () => {
  const ahead = new Ahead();
  ahead.fetch("/a");
  ahead.fetch("/a");
  await vi.waitFor(() => expect(ahead.take("/a")).not.toBeNull());
  expect(asked).toEqual(["/a"]);
  expect(ahead.take("/a")).toBeNull();
  ahead.fetch("/a"); // it was shown: the map has it
  expect(asked).toEqual(["/a"]);
});

it("one that is on its way is waited for, not asked for again", async () => {
  const ahead = new Ahead();
  ahead.fetch("/a");
  expect((await loaded(ahead, "/a")).state).toBe(TileState.LOADED);
  expect(asked).toEqual(["/a"]);
});

it("one that failed ahead is asked for again when it is needed", async () => {
  const ahead = new Ahead();
  ahead.fetch("/gone");
  expect((await loaded(ahead, "/gone")).image).not.toBeNull();
  expect(asked).toEqual(["/gone", "/gone"]);
});

it("nothing is an empty tile, an error a broken one", async () => {
  expect((await loaded(new Ahead(), "/nothing")).state).toBe(TileState.EMPTY);
  expect((await loaded(new Ahead(), "/bad")).state).toBe(TileState.ERROR);
});

it("of many fetched ahead the oldest are let go of", async () => {
  const ahead = new Ahead();
  for (let n = 0; n < 70; n++) ahead.fetch(`/t${n}`);
  await vi.waitFor(() => expect(closed).toBe(6));
  expect(ahead.take("/t0")).toBeNull();
  expect(ahead.take("/t69")).not.toBeNull();
});

it("a picture for an image is a blob", async () => {
  expect(await picture("/a")).toMatch(/^blob:/);
  expect(await picture("/nothing")).toMatch(/^data:/);
});
