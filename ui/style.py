"""One style sheet for what Streamlit does not style itself; works on dark and light."""

# ruff: noqa: E501
CSS = """
<style>
.block-container, [data-testid="stMainBlockContainer"] {padding: 3.9rem 1.2rem 1rem; max-width: none}
[data-testid="stHeader"] {background: transparent; backdrop-filter: blur(16px)}
[data-testid="stCaptionContainer"][data-testid], [data-testid="stCaptionContainer"] p {color: inherit}
[data-testid="stCaptionContainer"] {opacity: .75}
[data-testid="stButtonGroup"] [data-selected="true"], [data-testid="stButtonGroup"] [data-selected="true"] * {color: inherit !important}
[data-testid="stButtonGroup"] [data-selected="true"] p {font-weight: 600}
.cat-text {white-space: pre-wrap; overflow-wrap: anywhere}
.cat-title {font-size: 1.15rem; font-weight: 600; line-height: 1.3}
.cat-claim {border-left: 3px solid currentColor; padding-left: .7rem; opacity: .85; font-size: .92rem}
.cat-muted {opacity: .8; font-size: .88rem}
.cat-flag {border-left: 4px solid #D55E00; padding-left: .6rem; font-weight: 600}
.cat-row {line-height: 1.35}
.cat-figures {display: flex; flex-wrap: wrap; gap: .1rem 2.2rem; font-size: .95rem}
.cat-figures b {font-size: 1.5rem; font-weight: 600; margin-right: .2rem}
.cat-tree {line-height: 1.75; columns: 3 230px; font-size: .95rem; margin-bottom: .6rem} .cat-tree > div {break-inside: avoid}
.cat-tree .dot {display: inline-block; width: .8rem; height: .8rem; border-radius: 3px; margin-right: .5rem; vertical-align: -1px;
  box-shadow: 0 0 0 1px rgba(128,128,128,.7)}
.cat-tree kbd {font-size: .75rem; padding: 0 .35rem; border: 1px solid rgba(128,128,128,.5); border-radius: 4px}
.cat-facts {display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; margin: .2rem 0;
  padding: 0 !important; font-size: .9rem}
.cat-facts dt {opacity: .8}
.cat-facts dd {margin: 0 !important; overflow-wrap: anywhere}
.cat-facts dd.unknown {opacity: .75; font-style: italic}
.cat-link {display: flex; gap: .6rem; font-size: .9rem}
.cat-link .rank {flex: none; width: 1.6rem; height: 1.6rem; border-radius: 50%; background: #0072B2;
  color: #fff; text-align: center; line-height: 1.6rem; font-weight: 600; font-size: .85rem}
.cat-link .name {font-weight: 600; overflow-wrap: anywhere}
.cat-link .when, .cat-link .reason {opacity: .75; font-size: .85rem}
.chip {display: inline-block; border: 1px solid rgba(128,128,128,.45); border-radius: 1rem;
  padding: 0 .55rem; margin: .15rem .3rem .15rem 0; font-size: .8rem; white-space: nowrap}
.chip.level-good {border-color: #009E73; background: rgba(0,158,115,.14)}
.chip.level-limited {border-color: #E69F00; background: rgba(230,159,0,.14)}
.chip.level-unusable {border-color: #999; background: rgba(128,128,128,.14)}
.chip.role-during {border-color: #0072B2; background: rgba(0,114,178,.14)}
.chip.standing-reviewed {border-color: #0072B2; background: rgba(0,114,178,.14)}
.chip.standing-unreviewed {border-color: #E69F00; background: rgba(230,159,0,.14)}
.chip.standing-never_searched {border-color: #D55E00; background: rgba(213,94,0,.14)}
.chip.standing-searched {border-color: #CC79A7; background: rgba(204,121,167,.14)}
.cat-progress {display: flex; height: .6rem; border-radius: .3rem; overflow: hidden; background: rgba(128,128,128,.25)}
.cat-progress > * + * {margin-left: 2px}
.cat-progress .reviewed {background: #0072B2} .cat-progress .unreviewed {background: #E69F00}
.cat-progress .never_searched {background: #D55E00} .cat-progress .searched {background: #CC79A7}
.cat-progress .unlinkable, .cat-progress .cannot_show {background: #8c8c8c}
.cat-progress-words {font-weight: 600}
.cat-facts a, .cat-table a {color: inherit; text-decoration-thickness: 1px; text-underline-offset: 2px}
[data-testid="stMain"] [data-testid="stPageLink-NavLink"] {border: 1px solid rgba(128,128,128,.45); border-radius: .5rem; padding: .15rem .7rem;
  margin: 0; background: transparent; color: inherit}
[data-testid="stMain"] [data-testid="stPageLink-NavLink"]:hover {background: rgba(128,128,128,.12)}
[data-testid="stMain"] [data-testid="stPageLink-NavLink"] * {font-weight: 500; color: inherit}
[data-testid="stMain"] [class*="st-key-plain-"] [data-testid="stPageLink-NavLink"] {border-color: transparent; padding: 0; max-width: 100%; background: transparent}
[data-testid="stMain"] [class*="st-key-plain-"] [data-testid="stPageLink-NavLink"]:hover {text-decoration: underline}
[data-testid="stMain"] [class*="st-key-plain-"] [data-testid="stPageLink-NavLink"] * {font-weight: 600; white-space: normal; overflow: visible}
[class*="st-key-case-open-"] button, [class*="st-key-case-open-"] button p {justify-content: flex-start; text-align: left}
.cat-group {font-weight: 600; margin-top: .6rem}
.cat-points {margin: 0; padding-left: 1.1rem; font-size: .92rem; line-height: 1.5} .cat-points li {margin: 0}
* + .cat-gap {margin-top: .5rem}
.cat-gap {font-size: .95rem; line-height: 1.45; overflow-wrap: anywhere}
.cat-table {overflow-x: auto} .cat-table table {width: 100%; border-collapse: collapse; font-size: .88rem}
.cat-table th {text-align: left; font-weight: 600; opacity: .8; white-space: nowrap}
.cat-table th, .cat-table td {padding: .35rem .7rem .35rem 0; border-bottom: 1px solid rgba(128,128,128,.3);
  vertical-align: top; overflow-wrap: break-word}
@media (max-width: 700px) {
  .cat-table thead {position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)}
  .cat-table tr {display: block; padding: .4rem 0; border-bottom: 1px solid rgba(128,128,128,.3)}
  .cat-table td {display: grid; grid-template-columns: 8.5rem 1fr; padding: .1rem 0; border: 0; overflow-wrap: anywhere}
  .cat-table td:empty {display: none}
  .cat-table td::before {content: attr(data-label); opacity: .8}
}
.cat-links {display: flex; flex-wrap: wrap; gap: .4rem .6rem; align-items: center}
.cat-links a {border: 1px solid rgba(128,128,128,.5); border-radius: .5rem; padding: .3rem .8rem; text-decoration: none; color: inherit !important}
.cat-links a:hover {background: rgba(128,128,128,.14)}
.cat-links a.go {background: #0072B2; border-color: #0072B2; color: #fff !important; font-weight: 600}
</style>
"""
