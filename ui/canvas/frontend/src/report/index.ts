/** Entry of the review screen as a Streamlit component. */
import { component } from "../core/component";
import { Panel, type PanelData } from "./panel";

export default component<PanelData>(() => new Panel());
