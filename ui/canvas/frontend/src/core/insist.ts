/** Triggers that lead to another screen, sent until they did: Streamlit loses one that comes while it is busy with another. */

/** Of them it does no harm if one arrives twice. */
const LEADING: ReadonlySet<string> = new Set(["open", "picture", "compare", "together", "lead"]);
/** Each wait is twice as long as the one before: an answer that is on its way is not cut short again and again, ms. */
const FIRST_WAIT = 1500;
const TIMES = 4;

export class Insistence {
  send: (name: string, value: unknown) => void = () => undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private shown = "";

  /** What was just sent, once. */
  sent(name: string, value: unknown): void {
    if (!LEADING.has(name)) return;
    this.stop();
    this.again(name, value, FIRST_WAIT, TIMES);
  }

  /** What the screen shows now. If that is something else, one has arrived. */
  shows(data: unknown): void {
    const shown = JSON.stringify({ ...(data as object), rev: null });
    if (shown !== this.shown) this.stop();
    this.shown = shown;
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private again(name: string, value: unknown, wait: number, times: number): void {
    if (times === 0) return;
    this.timer = setTimeout(() => {
      this.send(name, value);
      this.again(name, value, 2 * wait, times - 1);
    }, wait);
  }
}
