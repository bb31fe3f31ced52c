/**
 * What must still reach the server. Each annotation has at most one wish (its newest body, or
 * null: retract); a wish is kept in localStorage, or where that is full in IndexedDB, until the
 * server has it, so a closed tab or a stopped server loses nothing. A wish that met someone else's
 * change is held until a person decides. Sending one wish twice is harmless: the server's PUT is
 * idempotent by uuid.
 */
import { ask, HttpError, type AnnotationFeature } from "../core/api";
import { log } from "../core/log";
import type { Body } from "./body";
import { Spill } from "./spill";

interface Wish {
  scene: string;
  body: Body | null;
  base: number;
  /** Not sent: someone else changed it, and a person has to decide. */
  held?: boolean;
}

export type Status = {
  state: "saved" | "saving" | "retrying";
  waiting: number;
  reason?: string;
  /** No answer at all, rather than an error. */
  offline?: boolean;
};
export type Choice = "mine" | "theirs" | "both";

export interface Listener {
  saved(uid: string, scene: string, rev: number): void;
  /** The server refused for good; `current` is what it holds, null if nothing. */
  refused(uid: string, scene: string, reason: string, current: AnnotationFeature | null): void;
  /** Someone else changed it meanwhile; `mine` is held until `settle`. */
  conflict(uid: string, scene: string, mine: Body | null, current: AnnotationFeature): void;
  status(status: Status): void;
}

const PREFIX = "imagery-catalogue.unsaved.";
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;

export class Outbox {
  private wishes = new Map<string, Wish>();
  private revs = new Map<string, number>();
  private listeners = new Set<Listener>();
  private waiters = new Set<() => void>();
  private running = false;
  private failures = 0;
  private offline = false;
  private wake: (() => void) | null = null;
  private last: Status = { state: "saved", waiting: 0 };

  constructor(
    private readonly api: string,
    private readonly storage: Storage | null = storageOf(),
    private readonly spill: Spill = new Spill(),
  ) {
    this.restore();
    void this.restoreSpilt();
    globalThis.addEventListener?.("online", () => this.wake?.());
    if (this.waiting) void this.run();
  }

  /** How many wishes the server does not have yet. */
  get waiting(): number {
    return [...this.wishes.values()].filter((wish) => !wish.held).length;
  }

  /** Resolves when the server has all that is wished, or after so long: it may be away. */
  quiet(most_ms: number): Promise<void> {
    if (this.waiting === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.waiters.delete(done);
        resolve();
      };
      const timer = setTimeout(done, most_ms);
      this.waiters.add(done);
    });
  }

  /** Wishes of a scene that wait for a decision. */
  held(scene: string): Map<string, Body | null> {
    const mine = [...this.wishes].filter(([, wish]) => wish.scene === scene && wish.held);
    return new Map(mine.map(([uid, wish]) => [uid, wish.body]));
  }

  /** Decide on a held wish: send it after all, drop it, or send it as an annotation of its own. */
  settle(uid: string, choice: Choice): string | null {
    const wish = this.wishes.get(uid);
    if (!wish?.held) return null;
    this.forget(uid);
    if (choice === "theirs") return null;
    const as = choice === "mine" ? uid : crypto.randomUUID();
    this.put(as, wish.scene, wish.body);
    return as;
  }

  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    listener.status(this.last);
    return () => this.listeners.delete(listener);
  }

  /** The unsent wishes of a scene: they win over what the server says. */
  unsent(scene: string): Map<string, Body | null> {
    const mine = [...this.wishes].filter(([, wish]) => wish.scene === scene && !wish.held);
    return new Map(mine.map(([uid, wish]) => [uid, wish.body]));
  }

  /** The server's revision of an annotation, learnt elsewhere. */
  known(uid: string, rev: number): void {
    this.revs.set(uid, Math.max(rev, this.revs.get(uid) ?? 0));
  }

  /** The newest revision of an annotation that is known here, 0 for none. */
  revOf(uid: string): number {
    return this.revs.get(uid) ?? 0;
  }

  /** Store `body` under `uid`, or retract it with null. Returns at once. */
  put(uid: string, scene: string, body: Body | null): void {
    // What waits for a decision goes on waiting, whatever else is done to it.
    const held = this.wishes.get(uid)?.held ? { held: true } : {};
    const wish: Wish = { scene, body, base: this.revs.get(uid) ?? 0, ...held };
    this.wishes.set(uid, wish);
    this.keep(uid, wish);
    void this.run();
  }

  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    for (;;) {
      const next = [...this.wishes].find(([, wish]) => !wish.held);
      if (!next) break;
      const [uid, wish] = next;
      this.tell(this.failures ? "retrying" : "saving");
      try {
        await this.send(uid, wish);
        this.failures = 0;
      } catch (error) {
        if (!(error instanceof HttpError)) throw error;
        await this.failed(uid, wish, error);
      }
    }
    this.running = false;
    this.tell("saved");
  }

  private async send(uid: string, wish: Wish): Promise<void> {
    const base = Math.max(wish.base, this.revs.get(uid) ?? 0);
    const path = `${this.api}/api/annotations/${encodeURIComponent(uid)}`;
    if (wish.body === null && base === 0 && !this.revs.has(uid)) {
      this.done(uid, wish, null); // never reached the server, so there is nothing to retract
      return;
    }
    const answer = wish.body
      ? await ask<{ rev: number }>(path, {
          method: "PUT",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ ...wish.body, base }),
          priority: "high",
        } as RequestInit)
      : await ask<{ rev: number }>(`${path}?base=${base}`, { method: "DELETE" });
    this.revs.set(uid, answer.rev);
    this.done(uid, wish, answer.rev);
  }

  private done(uid: string, wish: Wish, rev: number | null): void {
    if (this.wishes.get(uid) === wish) this.forget(uid);
    if (rev === null) return;
    log("saved", { uid, rev });
    for (const listener of this.listeners) listener.saved(uid, wish.scene, rev);
  }

  private async failed(uid: string, wish: Wish, error: HttpError): Promise<void> {
    const current = (error.body["annotation"] ?? null) as AnnotationFeature | null;
    const mine = current !== null && current.properties.author === wish.body?.author;
    if (error.status === 409 && current && mine && !this.revs.has(uid)) {
      // Our own earlier PUT whose answer was lost: build on it.
      this.revs.set(uid, current.properties.rev);
      return;
    }
    const final = error.status >= 400 && error.status < 500 && ![408, 425, 429].includes(error.status);
    if (final) {
      if (wish.body === null && error.status === 404) return this.done(uid, wish, null);
      if (error.status === 409 && current) return this.hold(uid, wish, current);
      if (this.wishes.get(uid) === wish) this.forget(uid);
      if (current) this.revs.set(uid, current.properties.rev);
      log("refused", { uid, reason: error.message });
      for (const l of this.listeners) l.refused(uid, wish.scene, error.message, current);
      return;
    }
    this.failures++;
    this.offline = error.status === 0;
    this.tell("retrying", error.message);
    await this.pause();
  }

  private hold(uid: string, wish: Wish, current: AnnotationFeature): void {
    this.revs.set(uid, current.properties.rev);
    if (this.wishes.get(uid) === wish) {
      const held = { ...wish, held: true };
      this.wishes.set(uid, held);
      this.keep(uid, held);
    }
    log("conflict", { uid });
    for (const l of this.listeners) l.conflict(uid, wish.scene, wish.body, current);
  }

  private pause(): Promise<void> {
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.failures - 1));
    const wait = longest * (0.75 + Math.random() / 4);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, wait);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private tell(state: Status["state"], reason?: string): void {
    const offline = state === "retrying" && this.offline;
    this.last = { state, waiting: this.waiting, reason: reason ?? this.reason(state), offline };
    for (const listener of this.listeners) listener.status(this.last);
    if (this.waiting === 0) for (const done of [...this.waiters]) done();
  }

  private reason(state: Status["state"]): string | undefined {
    return state === "retrying" ? this.last.reason : undefined;
  }

  private keep(uid: string, wish: Wish): void {
    try {
      if (!this.storage) throw new Error("no storage");
      this.storage.setItem(PREFIX + uid, JSON.stringify(wish));
    } catch {
      // Full or forbidden. What an older wish left there must not come back instead.
      this.storage?.removeItem(PREFIX + uid);
      void this.spill.put(uid, wish);
    }
  }

  private forget(uid: string): void {
    this.wishes.delete(uid);
    this.storage?.removeItem(PREFIX + uid);
    void this.spill.delete(uid);
  }

  /** What an earlier page could only put aside; what was done since wins. */
  private async restoreSpilt(): Promise<void> {
    for (const [uid, wish] of (await this.spill.all()) as Map<string, Wish>) {
      if (!this.wishes.has(uid) && typeof wish.scene === "string") this.wishes.set(uid, wish);
    }
    if (this.waiting) void this.run();
  }

  private restore(): void {
    const storage = this.storage;
    if (!storage) return;
    for (let i = storage.length - 1; i >= 0; i--) {
      const name = storage.key(i);
      if (!name?.startsWith(PREFIX)) continue;
      try {
        const wish = JSON.parse(storage.getItem(name) ?? "") as Wish;
        if (typeof wish.scene !== "string" || typeof wish.base !== "number") throw new Error(name);
        this.wishes.set(name.slice(PREFIX.length), wish);
      } catch {
        storage.removeItem(name); // not written by this program
      }
    }
  }
}

function storageOf(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

const boxes = new Map<string, Outbox>();

/** The page's one outbox for a server path. */
export function outbox(api: string): Outbox {
  let box = boxes.get(api);
  if (!box) {
    const made = new Outbox(api);
    boxes.set(api, (box = made));
    // Nothing is lost by leaving, but others do not see it until one comes back: so it asks.
    window.addEventListener("beforeunload", (event) => {
      if (made.waiting) event.preventDefault();
    });
  }
  return box;
}
