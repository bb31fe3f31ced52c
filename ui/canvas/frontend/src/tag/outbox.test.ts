import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Body } from "./body";
import { Outbox, type Choice, type Status } from "./outbox";

/** A server that keeps annotations as the real one does: revisions, 409, idempotent PUT. */
class Server {
  rev = 0;
  down = false;
  loseAnswers = 0;
  held = new Map<string, { rev: number; body: string | null }>();
  requests: string[] = [];

  answer = async (input: unknown, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(String(input), "http://127.0.0.1/");
    const uid = url.pathname.split("/").pop()!;
    this.requests.push(`${init.method} ${uid}`);
    if (this.down) throw new TypeError("refused");
    const made = this.store(uid, init, url);
    if (this.loseAnswers-- > 0) throw new TypeError("lost");
    return made;
  };

  private store(uid: string, init: RequestInit, url: URL): Response {
    const { base, ...rest } = init.body ? JSON.parse(String(init.body)) : { base: Number(url.searchParams.get("base")) };
    const body = init.method === "PUT" ? JSON.stringify(rest) : null;
    const known = this.held.get(uid);
    if (body && rest.class === "forbidden") return json(400, { error: "no such class" });
    if (known && known.body === body) return json(200, { rev: known.rev });
    if (known && base < known.rev) {
      const properties = { ...JSON.parse(known.body ?? "{}"), uid, rev: known.rev };
      return json(409, { error: "changed since", annotation: { geometry: null, properties } });
    }
    this.held.set(uid, { rev: ++this.rev, body });
    return json(200, { rev: this.rev });
  }
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
}

class Memory {
  private values = new Map<string, string>();
  get length(): number {
    return this.values.size;
  }
  key = (i: number): string | null => [...this.values.keys()][i] ?? null;
  getItem = (name: string): string | null => this.values.get(name) ?? null;
  setItem = (name: string, value: string): void => void this.values.set(name, value);
  removeItem = (name: string): void => void this.values.delete(name);
  clear = (): void => this.values.clear();
}

const body = (cls: string): Body => ({ scene: "s", kind: "box", class: cls, author: "me" }) as Body;

let server: Server;
let storage: Memory;
let said: Status["state"][];
let refused: string[];
let conflicts: [string, number][];

function open(): Outbox {
  const box = new Outbox("", storage);
  box.listen({
    saved: () => undefined,
    refused: (_uid, _scene, reason) => refused.push(reason),
    conflict: (uid, _scene, _mine, current) => conflicts.push([uid, current.properties.rev]),
    status: ({ state }) => said.push(state),
  });
  return box;
}

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  storage = new Memory();
  said = [];
  refused = [];
  conflicts = [];
  vi.stubGlobal("fetch", server.answer);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

describe("the outbox", () => {
  it("is quiet when the server has everything, and is waited for only so long", async () => {
    const box = open();
    await box.quiet(1000);
    const order: string[] = [];
    box.put("a", "s", body("ship"));
    void box.quiet(1000).then(() => order.push("quiet"));
    expect(order).toEqual([]);
    await settle();
    expect([order, server.held.size]).toEqual([["quiet"], 1]);
    server.down = true;
    box.put("b", "s", body("ship"));
    void box.quiet(1000).then(() => order.push("gave up"));
    await settle(900);
    expect(order).toHaveLength(1);
    await settle(200);
    expect(order).toEqual(["quiet", "gave up"]);
  });

  it("stores, changes and retracts, each on top of the last revision", async () => {
    const box = open();
    for (const next of [body("ship"), body("uav"), null, body("uav")]) {
      box.put("a", "s", next);
      await settle();
    }
    expect(server.requests).toEqual(["PUT a", "PUT a", "DELETE a", "PUT a"]);
    expect(server.held.get("a")).toEqual({ rev: 4, body: JSON.stringify(body("uav")) });
    expect(storage.length).toBe(0);
    expect(said.at(-1)).toBe("saved");
  });

  it("says that it is not saved, waits, and sends when the server is back", async () => {
    const box = open();
    server.down = true;
    box.put("a", "s", body("ship"));
    await settle();
    expect(said.at(-1)).toBe("retrying");
    expect(storage.length).toBe(1);
    await settle(60_000);
    expect(server.requests.length).toBeLessThan(12);
    server.down = false;
    await settle(30_000);
    expect(said.at(-1)).toBe("saved");
    expect(server.held.get("a")?.body).toBe(JSON.stringify(body("ship")));
  });

  it("sends after a reload what was not sent before", async () => {
    server.down = true;
    open().put("a", "s", body("ship"));
    await settle();
    server.down = false;
    vi.clearAllTimers(); // the page is gone
    const box = open();
    expect([...box.unsent("s").keys()]).toEqual(["a"]);
    await settle();
    expect(server.held.get("a")?.body).toBe(JSON.stringify(body("ship")));
    expect(storage.length).toBe(0);
  });

  it("builds on its own change when only the answer was lost", async () => {
    const box = open();
    server.loseAnswers = 1;
    box.put("a", "s", body("ship"));
    await settle();
    box.put("a", "s", body("uav"));
    await settle(30_000);
    expect(server.held.get("a")?.body).toBe(JSON.stringify(body("uav")));
    expect(refused).toEqual([]);
  });

  it("does not overwrite what someone else changed", async () => {
    const box = open();
    server.held.set("a", { rev: 9, body: JSON.stringify({ ...body("crater"), author: "you" }) });
    box.put("a", "s", body("ship"));
    await settle();
    expect(refused).toEqual([]);
    expect(conflicts).toEqual([["a", 9]]);
    expect(server.held.get("a")?.rev).toBe(9);
    // Held: not sent, not lost, also not by closing the page or changing it once more.
    box.put("a", "s", body("uav"));
    await settle(60_000);
    expect(server.held.get("a")?.rev).toBe(9);
    const again = open();
    await settle();
    expect(again.waiting).toBe(0);
    expect([...again.held("s").keys()]).toEqual(["a"]);
    expect(again.unsent("s").size).toBe(0);
  });

  it.each<[Choice, string[]]>([
    ["mine", ["ship"]],
    ["theirs", ["crater"]],
    ["both", ["crater", "ship"]],
  ])("a conflict is settled: %s", async (choice, expected) => {
    const box = open();
    server.held.set("a", { rev: 9, body: JSON.stringify({ ...body("crater"), author: "you" }) });
    server.rev = 9;
    box.put("a", "s", body("ship"));
    await settle();
    box.settle("a", choice);
    await settle();
    const classes = [...server.held.values()].map((kept) => JSON.parse(kept.body!).class as string);
    expect(classes.sort()).toEqual(expected);
    expect(storage.length).toBe(0);
  });

  it("says that it is offline and how much waits", async () => {
    const box = open();
    server.down = true;
    box.put("a", "s", body("ship"));
    box.put("b", "s", body("uav"));
    await settle();
    let status: Status | null = null;
    box.listen({ saved: () => undefined, refused: () => undefined, conflict: () => undefined, status: (s) => (status = s) });
    expect(status).toMatchObject({ state: "retrying", waiting: 2, offline: true });
    expect(box.waiting).toBe(2);
  });

  it("gives up what the server will never take, and goes on", async () => {
    const box = open();
    box.put("a", "s", body("forbidden"));
    box.put("b", "s", body("ship"));
    await settle();
    expect(refused).toEqual(["no such class"]);
    expect([...server.held.keys()]).toEqual(["b"]);
    expect(storage.length).toBe(0);
  });

  it("asks nothing of the server for what never got there and was deleted", async () => {
    const box = open();
    box.put("a", "s", null);
    await settle();
    expect(server.requests).toEqual([]);
  });

  it("throws away what another program left in its place", () => {
    storage.setItem("imagery-catalogue.unsaved.x", "{]");
    storage.setItem("something.else", "kept");
    const box = open();
    expect(box.unsent("s").size).toBe(0);
    expect(storage.length).toBe(1);
  });
});
