/** Of the style sheet: the map, its panels and lists. */
export const MAP = `
.cv { --below: 0px; }
.cv.timed { --below: 104px; }
.cv.timed .map { bottom: var(--below); }
.cv .left, .cv .right { bottom: calc(var(--below) + 40px); } .cv .bottom { bottom: calc(var(--below) + 8px); }
.cv .card { bottom: calc(var(--below) + 46px); } .cv .toast { bottom: calc(var(--below) + 52px); }
.cv.timed .left { top: 56px; }
.top { position: absolute; left: 10px; top: 10px; right: 10px; display: flex; flex-wrap: wrap; gap: 8px; align-items: center; z-index: 4;
  pointer-events: none; }
.top > * { pointer-events: auto; }
.top .chips { pointer-events: none; }
input, select { font: inherit; color: inherit; background: var(--bg); border: 1px solid var(--line); border-radius: 6px; padding: 4px 7px;
  min-height: 32px; min-width: 0; accent-color: var(--accent); color-scheme: light; }
.cv.dark :is(input, select) { color-scheme: dark; }
:is(input, select):focus-visible, .grip:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.search { position: relative; z-index: 2; display: flex; align-items: center; padding: 2px 4px 2px 10px; width: 290px; }
.search > svg { flex: none; width: 17px; opacity: .7; }
.search input { flex: 1; border: 0; background: none; min-height: 30px; outline: none; }
.search:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
.search .found { position: absolute; left: -1px; top: calc(100% + 4px); width: 380px; max-width: calc(100cqw - 20px); max-height: 380px; overflow: auto;
  padding: 4px; background: var(--bg); border: 1px solid var(--line); border-radius: 8px; box-shadow: 0 4px 18px rgba(0,0,0,.22); }
.search li { display: flex; gap: 10px; padding: 6px 8px; border-radius: 6px; cursor: pointer; }
.search li[aria-selected="true"] { background: var(--hover); box-shadow: inset 3px 0 0 var(--accent); }
.search ul { list-style: none; margin: 0; padding: 0; } .search li > div { min-width: 0; } .search .none { margin: 0; padding: 6px 8px; }
.placenames { display: flex; gap: 10px; align-items: center; padding: 7px 8px 5px; margin-top: 4px; border-top: 1px solid var(--line); font-size: 12px; }
.placenames p { margin: 0; flex: 1; } .placenames progress { flex: 1; accent-color: var(--accent); }
.placenames .go { flex: none; background: var(--accent); color: #fff; padding: 4px 10px; min-height: 30px; font-weight: 600; } .cv.dark .placenames .go { color: #0b1118; }
.what { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .more { color: var(--soft); font-size: 12px; }
.mark.place { border-radius: 50% 50% 50% 0; transform: rotate(-45deg) scale(.8); background: var(--soft); }
.mark.note { border-radius: 2px; background: #009e73; }
.chips { display: flex; flex-wrap: wrap; gap: 6px; }
.chip { display: flex; align-items: center; gap: 7px; padding: 4px 10px; min-height: 30px; border-radius: 16px; pointer-events: auto; white-space: nowrap; max-width: 260px; }
.chip span:first-child { overflow: hidden; text-overflow: ellipsis; } .chip .x { font-size: 10px; opacity: .7; } .chip.all { color: var(--soft); }
.chip.panel:hover { background: color-mix(in srgb, var(--ink) 9%, var(--bg)); }
.online { padding: 4px 10px; background: #f0e442; color: #10161d; font-weight: 600; font-size: 12px; border-color: #b8a800; }
.online:hover:not(:disabled) { background: #e2d62f; }
.note { padding: 6px 10px; max-width: 230px; font-variant-numeric: tabular-nums; }
.cv:has(.drawer:not([hidden])) .top { right: 312px; }
.drawer { position: absolute; right: 10px; top: 10px; max-height: calc(100% - var(--below) - 46px); width: 292px; z-index: 5; overflow: auto; padding: 0 12px 12px;
  background: var(--bg); scrollbar-width: thin; }
.drawer > header { position: sticky; top: 0; background: var(--bg); display: flex; justify-content: space-between; align-items: center; font-weight: 600;
  padding: 8px 0 6px; z-index: 1; } .drawer > header button { width: 28px; height: 28px; margin-right: -6px; }
.drawer label { display: block; margin: 0 0 8px; font-size: 12px; color: var(--soft); }
.drawer label > input:not([type="checkbox"], [type="radio"]), .drawer label > select { display: block; width: 100%; margin-top: 2px; color: var(--ink); font-size: 13px; }
.drawer label > span:first-child:not(:last-child) { display: flex; justify-content: space-between; } .drawer output { color: var(--ink); }
.drawer input[type="range"] { padding: 0; border: 0; background: none; min-height: 24px; }
.drawer .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 8px; }
.drawer fieldset { border: 0; border-top: 1px solid var(--line); margin: 4px 0 0; padding: 6px 0 4px; min-width: 0; }
.drawer legend { float: left; width: 100%; font-weight: 600; font-size: 12px; padding: 0 0 2px; } .drawer legend + div { clear: both; }
.drawer .rows { max-height: 176px; overflow: auto; scrollbar-width: thin; }
.drawer label.row { display: flex; align-items: center; gap: 8px; margin: 0; min-height: 28px; color: var(--ink); font-size: 13px; cursor: pointer; }
.drawer label.row span.name { flex: 1; display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.drawer label.row .count { color: var(--soft); font-size: 12px; font-variant-numeric: tabular-nums; padding-right: 4px; }
.drawer label.row input { min-height: 0; margin: 0; } .drawer .across { display: flex; gap: 16px; flex-wrap: wrap; }
.drawer .actions { display: flex; gap: 6px; flex-wrap: wrap; padding-bottom: 8px; align-items: center; }
.drawer .actions .plain { border: 1px solid var(--line); padding: 4px 9px; min-height: 32px; } .drawer .actions select { width: auto; }
.drawer .go { background: var(--accent); color: #fff; padding: 4px 14px; min-height: 32px; font-weight: 600; } .cv.dark .drawer .go { color: #0b1118; }
.drawer .go:hover:not(:disabled) { background: var(--accent); filter: brightness(1.08); }
.drawer ul { list-style: none; margin: 0; padding: 0; } .drawer p { margin: 4px 0 10px; } .drawer .error { color: #d55e00; font-weight: 600; }
.row-scene { display: flex; gap: 10px; width: 100%; text-align: left; padding: 5px 4px; align-items: center; }
.row-scene > span:last-child { min-width: 0; flex: 1; } .row-scene .more { display: block; }
.thumb { flex: none; width: 56px; height: 56px; border-radius: 5px; overflow: hidden; border: 1px solid var(--line); display: grid; place-items: center;
  background: repeating-linear-gradient(-45deg, var(--hover) 0 6px, transparent 6px 12px); }
.thumb img { width: 100%; height: 100%; object-fit: cover; opacity: 0; } .thumb.is img { opacity: 1; } .thumb.is { background: #14181d; }
.popup .thumb { width: 40px; height: 40px; } .popup > p { margin: 0; padding: 5px 12px; border-top: 1px solid var(--line); }
.timeline { position: absolute; left: 0; right: 0; bottom: 0; height: var(--below); border-width: 1px 0 0; border-radius: 0; box-shadow: none; z-index: 3;
  background: var(--bg); display: flex; flex-direction: column; padding: 3px 10px 0; }
.timeline header { display: flex; align-items: center; gap: 12px; min-height: 24px; font-size: 12px; }
.timeline .key { display: flex; gap: 4px 14px; overflow: hidden; white-space: nowrap; flex: 1; min-width: 0; }
.timeline .key b { font-weight: 600; font-variant-numeric: tabular-nums; } .timeline .key span { display: flex; gap: 5px; align-items: center; }
.timeline .key i { width: 9px; height: 9px; border-radius: 2px; flex: none; }
.timeline .clear { width: 24px; height: 24px; flex: none; }
.plot { position: relative; flex: 1; min-height: 0; cursor: crosshair; touch-action: none; }
.plot canvas { position: absolute; inset: 0; width: 100%; height: 100%; }
.brush { position: absolute; top: 0; bottom: 16px; min-width: 2px; background: color-mix(in srgb, var(--accent) 16%, transparent);
  border-left: 2px solid var(--accent); border-right: 2px solid var(--accent); }
.grip { position: absolute; top: 0; bottom: 0; outline-offset: 0; } .grip.move { left: 0; right: 0; cursor: grab; }
.grip.begin { left: -8px; width: 14px; cursor: ew-resize; } .grip.end { right: -8px; width: 14px; cursor: ew-resize; }
.grip.begin::after, .grip.end::after { content: ""; position: absolute; top: 50%; left: 3px; width: 8px; height: 20px; margin-top: -10px; border-radius: 4px;
  background: var(--accent); border: 1.5px solid var(--bg); }
`;
