/** Styles of the Place screen. */
export const PLACE = `
.placing { position: absolute; inset: 0; display: grid; grid-template-columns: 1fr 1fr 250px; gap: 2px; background: var(--line); }
.placing .pane { position: relative; overflow: hidden; background: #14181d; min-width: 0; min-height: 0; }
.placing .pane.active { outline: 2px solid var(--accent); outline-offset: -2px; z-index: 1; }
.placing .pane .map { cursor: crosshair; }
.placing .title { position: absolute; left: 8px; right: 8px; top: 8px; display: flex; gap: 6px; flex-wrap: wrap; z-index: 3; pointer-events: none; align-items: flex-start; }
.placing .title > * { pointer-events: auto; max-width: 100%; } .placing .title .facts { max-width: 100%; }
.placing .title .search { width: min(280px, 100%); } .placing .title label { padding: 3px 8px; display: flex; gap: 6px; align-items: center; }
.placing select { font: inherit; color: inherit; background: var(--bg); border: 1px solid var(--line); border-radius: 5px; padding: 3px 5px; max-width: 210px; }
.placing .cross { position: absolute; left: 50%; top: 50%; width: 21px; height: 21px; margin: -10.5px; pointer-events: none; z-index: 2; opacity: 0;
  background: linear-gradient(#fff, #fff) center / 1px 21px no-repeat, linear-gradient(#fff, #fff) center / 21px 1px no-repeat; filter: drop-shadow(0 0 1px #000); }
.cv:focus-visible .placing .pane.active .cross { opacity: 1; }
.placing .bottom { bottom: 6px; }
.fits { border-radius: 0; border: 0; box-shadow: none; padding: 10px; display: flex; flex-direction: column; gap: 8px; min-height: 0; background: var(--bg); }
.fits .list { flex: 1; overflow: auto; min-height: 0; scrollbar-width: thin; } .fits .list:focus-visible { outline: 2px solid var(--accent); }
.fits table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; } .fits th { text-align: left; font-weight: 400; color: var(--soft); font-size: 12px; padding: 2px 4px; }
.fits td { padding: 2px 4px; border-top: 1px solid var(--line); } .fits td button { min-width: 26px; min-height: 26px; border: 1px solid var(--line); }
.fits td button[aria-pressed="true"] { background: #f0e442; color: #10161d; } .fits tr.worst td { font-weight: 700; } .fits tr.worst td:first-child { box-shadow: inset 3px 0 0 #d55e00; }
.fits .words { margin: 0; min-height: 2.8em; } .fits .row { display: flex; gap: 6px; flex-wrap: wrap; } .fits .row button { border: 1px solid var(--line); padding: 4px 10px; flex: 1; white-space: nowrap; }
.fits .methods button[aria-pressed="true"], .fits .go:not(:disabled), .adding .go { background: var(--accent); color: #fff; border-color: transparent; font-weight: 600; }
.cv.dark .fits .methods button[aria-pressed="true"], .cv.dark .fits .go:not(:disabled), .cv.dark .adding .go { color: #0b1118; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.add { position: absolute; inset: 0; overflow: auto; display: grid; place-items: start center; padding: 24px 12px; }
.adding { width: min(720px, 100%); padding: 16px 20px; } .adding h2 { margin: 0 0 10px; font-size: 17px; }
.adding .zone { border: 2px dashed var(--line); border-radius: 8px; padding: 16px; display: grid; justify-items: center; gap: 8px; position: relative; text-align: center; }
.adding .zone img { max-width: 100%; max-height: 240px; border-radius: 4px; } .adding .zone p { margin: 0; } .adding button { border: 1px solid var(--line); padding: 6px 14px; }
.adding .form { display: grid; gap: 6px; margin-top: 12px; } .adding .field { display: grid; grid-template-columns: 104px 1fr; gap: 8px; align-items: center; }
.adding input[type=text] { font: inherit; color: inherit; background: var(--bg); border: 1px solid var(--soft); border-radius: 5px; padding: 5px 8px; min-width: 0; user-select: text; -webkit-user-select: text; }
.adding input::placeholder { color: var(--soft); opacity: 1; } .adding input:focus-visible { outline: 2px solid var(--accent); outline-offset: -1px; }
.adding .problem { margin: 0; font-weight: 600; border-left: 4px solid #d55e00; padding-left: 8px; } .adding .row { display: flex; justify-content: flex-end; margin-top: 4px; }
@container (max-width: 720px) {
  .placing { grid-template-columns: 1fr; grid-template-rows: 1fr 1fr auto; }
  .fits { padding: 6px 8px; gap: 4px; } .fits .list { max-height: 84px; flex: none; } .fits .words { min-height: 0; } .fits .row button { padding: 6px 8px; }
  .placing .title { flex-wrap: nowrap; left: 4px; right: 4px; top: 4px; } .placing .title .search { width: auto; flex: 1; min-width: 0; } .placing .title select { max-width: 128px; }
  .placing .title label { font-size: 0; padding: 1px 4px; } .placing .title select { font-size: 13px; min-height: 32px; }
  .placing .title .facts { flex-wrap: nowrap; overflow: hidden; padding: 2px 8px; white-space: nowrap; } .placing .title .facts .name { flex: 0 1 auto; max-width: 50cqw; }
  .placing .bottom .credit { display: none; }
  .add { padding: 8px; } .adding { padding: 12px; } .adding .field { grid-template-columns: 86px 1fr; }
}
`;
