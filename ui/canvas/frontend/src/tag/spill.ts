/** Where wishes go that localStorage has no room for: IndexedDB, which holds far more. */

const DATABASE = "imagery-catalogue";
const STORE = "unsaved";

export class Spill {
  private readonly opened: Promise<IDBDatabase | null>;
  /** Names that may lie here: most never do, and are not asked for. */
  private readonly names = new Set<string>();

  constructor(factory: IDBFactory | null = globalThis.indexedDB ?? null) {
    this.opened = open(factory);
  }

  put(name: string, value: unknown): Promise<boolean> {
    this.names.add(name);
    return this.write((store) => store.put(value, name));
  }

  delete(name: string): Promise<boolean> {
    if (!this.names.delete(name)) return Promise.resolve(true);
    return this.write((store) => store.delete(name));
  }

  /** Everything that lies here, by name. */
  async all(): Promise<Map<string, unknown>> {
    const database = await this.opened;
    if (!database) return new Map();
    return new Promise((resolve) => {
      const found = new Map<string, unknown>();
      const request = database.transaction(STORE).objectStore(STORE).openCursor();
      request.onerror = () => resolve(found);
      request.onsuccess = () => {
        const cursor = request.result;
        if (!cursor) return resolve(found);
        this.names.add(String(cursor.key));
        found.set(String(cursor.key), cursor.value);
        cursor.continue();
      };
    });
  }

  private async write(act: (store: IDBObjectStore) => unknown): Promise<boolean> {
    const database = await this.opened;
    if (!database) return false;
    return new Promise((resolve) => {
      const work = database.transaction(STORE, "readwrite", { durability: "strict" });
      work.oncomplete = () => resolve(true);
      work.onabort = work.onerror = () => resolve(false);
      act(work.objectStore(STORE));
    });
  }
}

function open(factory: IDBFactory | null): Promise<IDBDatabase | null> {
  if (!factory) return Promise.resolve(null);
  return new Promise((resolve) => {
    try {
      const request = factory.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      request.onsuccess = () => resolve(request.result);
      request.onerror = request.onblocked = () => resolve(null);
    } catch {
      resolve(null); // forbidden in this window
    }
  });
}
