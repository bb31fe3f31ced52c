/** The style sheet of the review screen. Colours follow Streamlit's --st-* variables. */
import olCss from "ol/ol.css?inline";

const BASE = `
:host { display: block; }
.rp { --bg: var(--st-background-color, #fff); --ink: var(--st-text-color, #1b2530); --accent: #0072b2;
  --line: color-mix(in srgb, var(--ink) 18%, transparent); --soft: color-mix(in srgb, var(--ink) 68%, var(--bg));
  --hover: color-mix(in srgb, var(--ink) 9%, transparent); --panel: color-mix(in srgb, var(--bg) 93%, transparent);
  --card: color-mix(in srgb, var(--ink) 3%, var(--bg));
  position: relative; box-sizing: border-box; color: var(--ink); background: var(--bg); outline: none; border-radius: 8px;
  border: 1px solid var(--line); font: 14px/1.45 var(--st-font, system-ui, sans-serif); container-type: inline-size;
  height: min(var(--height, 760px), max(420px, calc(100dvh - 150px))); display: flex; flex-direction: column; overflow: hidden; }
.rp.dark { --accent: #56b4e9; }
.rp:focus-visible::after { content: ""; position: absolute; inset: 0; border-radius: 7px; pointer-events: none;
  box-shadow: inset 0 0 0 2px var(--accent); z-index: 5; }
.rp *, .rp *::before { box-sizing: border-box; }
.soft { color: var(--soft); }
button { font: inherit; color: inherit; background: none; border: 1px solid var(--line); border-radius: 6px; padding: 3px 9px; cursor: pointer; }
button:hover { background: var(--hover); }
button:focus-visible, input:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
kbd { font: 600 11px/1 ui-monospace, monospace; border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 4px;
  padding: 2px 5px; background: var(--bg); color: var(--ink); }
a { color: var(--accent); }
.top { border-bottom: 1px solid var(--line); padding: 7px 12px; flex: none; max-height: 30%; overflow: auto; }
.bar { display: flex; flex-wrap: wrap; gap: 3px 14px; align-items: baseline; }
.bar .title { font-weight: 600; max-width: 40cqw; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.bar .progress { font-variant-numeric: tabular-nums; margin-left: auto; }
.bar .keys { font-size: 12px; color: var(--soft); white-space: nowrap; }
details { margin-top: 4px; font-size: 13px; } summary { cursor: pointer; color: var(--soft); } summary::before { content: "⚠ "; }
details ul { margin: 2px 0 2px; padding-left: 20px; }
.both { display: grid; grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr); flex: 1; min-height: 0; }
.pane { overflow: auto; padding: 8px 16px 24px; outline: none; }
.right { overflow: auto; border-left: 1px solid var(--line); padding: 8px 10px 24px; background: color-mix(in srgb, var(--ink) 4%, var(--bg)); }
.toast { position: absolute; left: 50%; bottom: 16px; transform: translateX(-50%); padding: 7px 14px; z-index: 6; background: var(--bg);
  border: 1px solid var(--line); border-radius: 8px; box-shadow: 0 2px 8px rgba(0,0,0,.25); max-width: calc(100% - 24px); }
.toast.bad { border-color: #d55e00; border-left-width: 4px; }
[hidden] { display: none !important; }
`;

/** Colours of Okabe and Ito, each with an underline of its own kind: not by colour alone. */
const TEXT = `
.words { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; text-align: start; font-size: 15px; line-height: 1.75; }
.pane h3 { font-size: 12px; margin: 8px 0 2px; font-weight: 600; color: var(--soft); }
.pane.two .columns { display: grid; grid-template-columns: 1fr 1fr; gap: 18px; }
.pane:not(.two) h3 { display: none; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 12px; font-size: 12px; padding-bottom: 6px; position: sticky; top: -8px; background: var(--bg); z-index: 1; }
.m { border-radius: 3px; padding: 0 1px; text-decoration-line: underline; text-decoration-thickness: 2px; text-underline-offset: 3px; text-decoration-skip-ink: none; }
.m.time { --c: #0072b2; } .m.place { --c: #009e73; text-decoration-style: double; } .m.object { --c: #d55e00; text-decoration-style: wavy; text-decoration-thickness: 1.5px; }
.m.source { --c: #aa4499; text-decoration-style: dashed; } .m.status { --c: #b8860b; text-decoration-style: dotted; }
.dark .m.time { --c: #56b4e9; } .dark .m.place { --c: #2fc79b; } .dark .m.object { --c: #ff8a3d; } .dark .m.source { --c: #dd88cc; } .dark .m.status { --c: #f0c64a; }
.m:not(.actor) { background: color-mix(in srgb, var(--c) 14%, transparent); text-decoration-color: var(--c); }
.m.actor { text-decoration-style: dotted; text-decoration-color: var(--soft); text-decoration-thickness: 1.5px; }
.words .chosen { box-shadow: 0 -1.6px 0 0 var(--accent), 0 1.6px 0 0 var(--accent); background-color: color-mix(in srgb, var(--accent) 11%, transparent); box-decoration-break: clone; -webkit-box-decoration-break: clone; }
.words .claimed { background-color: color-mix(in srgb, #009e73 9%, transparent); }
::selection { background: color-mix(in srgb, var(--accent) 38%, transparent); }
`;

const CARDS = `
.cards { display: flex; flex-direction: column; gap: 8px; }
.claim { border: 1px solid var(--line); border-left: 6px solid var(--bar, #8a8f98); border-radius: 8px; padding: 8px 10px; background: var(--bg); }
.claim.asserted { --bar: #0072b2; } .claim.planned { --bar: #56b4e9; } .claim.capability { --bar: #56b4e9; } .claim.possible { --bar: #e69f00; }
.claim.negated { --bar: #d55e00; } .claim.no_evidence { --bar: #d55e00; }
.claim[aria-current="true"] { outline: 2px solid var(--accent); outline-offset: 1px; }
.claim.accept, .claim.reject { background: var(--card); } .claim.reject blockquote, .claim.reject dl { opacity: .6; }
.claim header { display: flex; gap: 4px 10px; flex-wrap: wrap; font-size: 12px; align-items: baseline; }
.claim .status { font-weight: 600; text-decoration: none; }
.testable { color: var(--soft); } .testable.can_show::before { content: "● "; color: #009e73; } .testable.partly::before { content: "◐ "; color: #009e73; } .testable.cannot_show::before { content: "○ "; }
blockquote { margin: 4px 0 6px; font-weight: 500; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext;
  display: -webkit-box; -webkit-line-clamp: 4; -webkit-box-orient: vertical; overflow: hidden; }
.claim[aria-current="true"] blockquote { -webkit-line-clamp: unset; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 10px; margin: 0; font-size: 13px; }
dt { color: var(--soft); } dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.inherited { background: repeating-linear-gradient(-45deg, transparent 0 5px, color-mix(in srgb, var(--ink) 8%, transparent) 5px 7px); border-radius: 4px; }
.inherited::after { content: " from another sentence"; color: var(--soft); font-size: 11px; font-style: italic; }
.reading { display: flex; gap: 6px; align-items: baseline; cursor: pointer; } .reading input { margin: 0; accent-color: var(--accent); flex: none; }
.unknown { color: var(--soft); font-style: italic; }
.chip { display: inline-block; border: 1px solid var(--line); border-radius: 1em; padding: 0 8px; margin: 1px 2px 1px 0; font-size: 12px; }
.minimap { height: 170px; border: 1px solid var(--line); border-radius: 6px; margin: 8px 0 2px; overflow: hidden; position: relative; }
.claim footer { display: flex; gap: 6px; flex-wrap: wrap; margin-top: 8px; }
.go { background: var(--accent); color: #fff; border-color: transparent; font-weight: 600; } .dark .go { color: #0b1118; } .go:hover { filter: brightness(1.08); background: var(--accent); }
.outcome { margin: 6px 0 0; font-weight: 600; } .claim.accept .outcome::before { content: "✓ "; color: #009e73; } .claim.reject .outcome::before { content: "✕ "; color: #d55e00; }
.reasons { display: grid; grid-template-columns: 1fr 1fr; gap: 4px; margin-top: 8px; } .reasons strong { grid-column: 1 / -1; } .reasons button { text-align: left; }
.fold { text-align: left; font-weight: 600; border-style: dashed; padding: 7px 10px; }
.edit { display: grid; gap: 5px; margin-top: 8px; } .edit label { display: grid; grid-template-columns: 9.5em 1fr; gap: 8px; align-items: center; font-size: 13px; }
input:not([type]) { font: inherit; color: inherit; background: var(--bg); border: 1px solid var(--line); border-radius: 6px; padding: 4px 8px; min-width: 0; width: 100%; }
input::placeholder { color: var(--soft); opacity: .8; }
.empty { padding: 10px; color: var(--soft); }
`;

const NARROW = `
@container (max-width: 760px) {
  .both { display: block; overflow: auto; } .pane { overflow: visible; max-height: none; padding: 6px 12px; } .right { overflow: visible; border-left: 0; border-top: 1px solid var(--line); padding: 8px; }
  .pane .columns { max-height: 34dvh; overflow: auto; } .pane.two .columns { grid-template-columns: 1fr; }
  .bar .keys { display: none; } .bar .title { max-width: 100%; flex-basis: 100%; } .bar .progress { margin-left: 0; } .legend { position: static; }
  .reasons { grid-template-columns: 1fr; } .edit label { grid-template-columns: 1fr; gap: 1px; } button { min-height: 34px; } .reading { padding: 3px 0; }
}
`;

export const REPORT_CSS = [olCss, BASE, TEXT, CARDS, NARROW].join("\n");
