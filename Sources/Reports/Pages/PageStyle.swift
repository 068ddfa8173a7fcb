/// How a page of HTML looks: on paper and screens, wide and narrow, light and dark. There is no `<` and no `&` in it, so that
/// it may stand in XML as it is.
let pageStyle: StaticString = """

  :root {
    color-scheme: light dark;
    --paper: #fff; --ground: #f5f6f8; --ink: #1c2430; --soft: #5a6472; --rule: #dfe3e8; --track: #e6e9ee;
    --accent: #2f6fb3; --good: #1d7a4c; --warning: #8a5a00; --serious: #b4470f; --bad: #b3261e;
    --good-fill: #2e9e66; --warning-fill: #d99a1c; --serious-fill: #e0702d; --bad-fill: #cf3f36;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --paper: #161b22; --ground: #0e1217; --ink: #e3e8ef; --soft: #9aa5b3; --rule: #2b333e; --track: #2a323d;
      --accent: #6aa9e9; --good: #5cc48f; --warning: #e3b04b; --serious: #f08f55; --bad: #f2817a;
      --good-fill: #3fa974; --warning-fill: #c99529; --serious-fill: #d9722f; --bad-fill: #d9544c;
    }
  }
  * { box-sizing: border-box; }
  body {
    margin: 0; background: var(--ground); color: var(--ink);
    font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif;
  }
  main { max-width: 70rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
  header { padding: 0 .25rem 1rem; }
  header p { margin: 0; color: var(--soft); }
  h1 { margin: 0 0 .4rem; font-size: 1.75rem; line-height: 1.2; font-weight: 650; }
  h2 { margin: 0 0 .75rem; font-size: 1.15rem; font-weight: 650; }
  h3 { margin: 1.5rem 0 .5rem; font-size: 1rem; font-weight: 600; }
  h1, h2, h3, th, td, p, dd, figcaption { overflow-wrap: anywhere; }
  p { margin: .5rem 0; max-width: 48rem; }
  section {
    background: var(--paper); border: 1px solid var(--rule); border-radius: 10px;
    padding: 1.25rem 1.25rem 1rem; margin: 0 0 1rem;
  }
  summary { cursor: pointer; }
  summary h2 { display: inline; }
  details[open] summary { margin-bottom: .75rem; }
  .note { color: var(--soft); font-size: .875rem; }
  .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: 1rem 1.5rem; margin: 0; }
  dt { color: var(--soft); font-size: .8125rem; }
  dd { margin: 0; }
  .value { font-size: 1.5rem; line-height: 1.3; font-weight: 600; font-variant-numeric: tabular-nums; }
  .wide { overflow-x: auto; margin: .75rem 0; }
  .wide:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
  table { border-collapse: collapse; width: 100%; font-size: .875rem; font-variant-numeric: tabular-nums; }
  caption { text-align: left; color: var(--soft); padding: 0 0 .4rem; }
  th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--rule); }
  th:last-child, td:last-child { padding-right: 0; }
  thead th { color: var(--soft); font-weight: 600; vertical-align: bottom; white-space: nowrap; }
  tbody th { font-weight: 500; min-width: 8rem; max-width: 20rem; }
  .figure { text-align: right; white-space: nowrap; overflow-wrap: normal; }
  tbody tr:last-child th, tbody tr:last-child td { border-bottom: 0; }
  figure { margin: 1rem 0 1.5rem; }
  figcaption { margin-bottom: .25rem; }
  figcaption strong { font-weight: 600; }
  figure .note { margin: .1rem 0 0; }
  svg { display: block; overflow: visible; font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
  svg text { fill: var(--ink); font-variant-numeric: tabular-nums; }
  svg .label { fill: var(--soft); font-size: 11px; }
  svg .over { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round; }
  svg .name, svg .amount { font-size: 13px; }
  svg .bar { fill: var(--accent); }
  svg .track { fill: var(--track); }
  svg .rule { stroke: var(--rule); }
  svg .axis { stroke: var(--soft); }
  svg .mark { stroke: var(--soft); stroke-dasharray: 2 2; }
  svg .limit { stroke: var(--ink); stroke-width: 2; }
  svg polyline { fill: none; stroke: var(--accent); stroke-width: 2; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
  svg polyline.even { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 2 4; }
  svg polyline.expected { stroke-dasharray: 6 4; }
  svg .now { fill: var(--accent); stroke: var(--paper); stroke-width: 1.5; }
  svg rect.good { fill: var(--good-fill); } svg rect.warning { fill: var(--warning-fill); }
  svg rect.serious { fill: var(--serious-fill); } svg rect.bad { fill: var(--bad-fill); }
  svg rect.expected { opacity: .35; }
  .good { color: var(--good); } .warning { color: var(--warning); } .serious { color: var(--serious); }
  .bad { color: var(--bad); } .muted { color: var(--soft); }
  .status {
    display: inline-block; padding: 0 .5em; border: 1px solid currentColor; border-radius: 999px;
    font-size: .75rem; font-weight: 600; line-height: 1.5; white-space: nowrap;
  }
  .card { border: 1px solid var(--rule); border-left: 4px solid currentColor; border-radius: 6px; padding: .75rem 1rem; margin: .75rem 0; break-inside: avoid; }
  .card h3 { margin: 0; }
  .card h3, .card p, .card dl { color: var(--ink); }
  .details { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: .5rem 0 0; font-size: .875rem; }
  .details div { display: flex; gap: .5rem; }
  .details dt { font-size: inherit; }
  @media (max-width: 34rem) {
    main { padding: 1rem .5rem 2rem; }
    section { padding: 1rem .75rem .75rem; border-radius: 8px; }
    .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .75rem; }
    .value { font-size: 1.2rem; }
  }
  @media print {
    :root {
      color-scheme: light;
      --paper: #fff; --ground: #fff; --ink: #000; --soft: #444; --rule: #bbb; --track: #e2e2e2; --accent: #2f6fb3;
      --good: #1d7a4c; --warning: #8a5a00; --serious: #b4470f; --bad: #b3261e;
      --good-fill: #2e9e66; --warning-fill: #d99a1c; --serious-fill: #e0702d; --bad-fill: #cf3f36;
    }
    * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    body { font-size: 10pt; }
    main { max-width: none; padding: 0; }
    section { border: 0; border-top: 1px solid var(--rule); border-radius: 0; padding: .75rem 0; }
    h2, h3, figcaption, caption { break-after: avoid; }
    tr, figure, .card { break-inside: avoid; }
    .wide { overflow: visible; }
  }

  """
