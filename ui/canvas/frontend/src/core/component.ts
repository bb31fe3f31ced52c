/** What Streamlit calls: one screen for each key, which lives as long as the page does. */
import { Insistence } from "./insist";
import { log, surface } from "./log";

export interface Screen<Data> {
  /** Set by us; each screen names what it sends. */
  send(name: string, value: unknown): void;
  mount(parent: Node): void;
  unmount(parent: Node): void;
  update(data: Data): void;
}

interface Arguments<Data> {
  data: Data | null;
  key?: string;
  name: string;
  parentElement: HTMLElement | ShadowRoot;
  setTriggerValue: (name: string, value: unknown) => void;
}

/** The function that Streamlit calls on every change of data, theme or place. It returns what to do when the screen leaves the page. */
export function component<Data>(make: () => Screen<Data>): (given: Arguments<Data>) => () => void {
  const screens = new Map<string, Screen<Data>>();
  const insisting = new Map<string, Insistence>();
  return (given) => {
    const id = given.key ?? given.name;
    const screen = screens.get(id) ?? make();
    if (!screens.has(id)) {
      screens.set(id, screen);
      surface().instances.set(id, screen);
    }
    const insistence = insisting.get(id) ?? new Insistence();
    insisting.set(id, insistence);
    const parent = given.parentElement;
    const trigger = (name: string, value: unknown): void => {
      log("trigger", { name, value });
      given.setTriggerValue(name, value);
    };
    insistence.send = trigger;
    screen.send = (name, value) => {
      trigger(name, value);
      insistence.sent(name, value);
    };
    screen.mount(parent);
    if (given.data) {
      insistence.shows(given.data);
      screen.update(given.data);
    }
    return () => {
      insistence.stop();
      screen.unmount(parent);
    };
  };
}
