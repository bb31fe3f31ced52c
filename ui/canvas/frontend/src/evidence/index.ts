/** Entry of the evidence screen as a Streamlit component. */
import { component } from "../core/component";
import { EvidencePanel, type EvidenceData } from "./panel";

export default component<EvidenceData>(() => new EvidencePanel());
