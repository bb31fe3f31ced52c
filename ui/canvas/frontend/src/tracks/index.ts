/** Entry of the tracks screen as a Streamlit component. */
import { component } from "../core/component";
import { TracksPanel, type TracksMessage } from "./panel";

export default component<TracksMessage>(() => new TracksPanel());
