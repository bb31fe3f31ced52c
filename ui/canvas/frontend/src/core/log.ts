/** What happened, for tests and for a look from the console: `window.__cv`. Always harmless. */

export interface Entry {
  name: string;
  t: number;
  detail?: unknown;
}

interface Surface {
  instances: Map<string, unknown>;
  log: Entry[];
}

declare global {
  var __cv: Surface | undefined; // `window.__cv` in a browser
}

const MOST = 500;

/** The page's one surface, made on first use. */
export function surface(): Surface {
  globalThis.__cv ??= { instances: new Map(), log: [] };
  return globalThis.__cv;
}

/** Note an event; the oldest are dropped. */
export function log(name: string, detail?: unknown): void {
  const entries = surface().log;
  entries.push({ name, t: performance.now(), detail });
  if (entries.length > MOST) entries.splice(0, entries.length - MOST);
}
