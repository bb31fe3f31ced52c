/** What Streamlit calls: one screen for each key, which lives as long as the page does. */
import { log, surface } from "./log";

export interface Screen<Data> {
  send: (name: string, value: unknown) => void;
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
  return (given) => {
    const id = given.key ?? given.name;
    const screen = screens.get(id) ?? make();
    if (!screens.has(id)) {
      screens.set(id, screen);
      surface().instances.set(id, screen);
    }
    const parent = given.parentElement;
    screen.send = (name, value) => {
      log("trigger", { name, value });
      given.setTriggerValue(name, value);
    };
    screen.mount(parent);
    if (given.data) screen.update(given.data);
    return () => screen.unmount(parent);
  };
}
