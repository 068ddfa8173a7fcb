"use strict";
(() => {
  // What is known. The token stays in this variable: it is neither stored nor in any address.
  let token = "", state = null, heard = 0, problem = "connecting", isAsking = false, lastID = "";
  const series = new Map(), main = document.getElementById("main"), link = document.getElementById("link");

  // Elements are made of text, never of markup, whatever an event holds.
  function h(tag, attributes, ...children) {
    const svg = ["svg", "g", "path", "line", "text", "rect", "title"].includes(tag);
    const node = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
    for (const [key, value] of Object.entries(attributes || {})) if (value != null) node.setAttribute(key, value);
    const shown = children.flat().filter((child) => child != null);
    node.append(...shown.map((child) => child instanceof Node ? child : String(child)));
    return node;
  }

  // How figures are said.
  const dash = "–";
  const count = (value) => value == null ? dash : Math.round(value).toLocaleString("en-US");
  const percent = (rate) => rate == null ? dash : rate > 0 && rate < 0.001 ? "<0.1 %" : (rate * 100).toFixed(1) + " %";
  const score = (value) => value == null ? dash : value.toFixed(2);
  function time(ms) {
    if (ms == null) return dash;
    if (ms < 1000) return (ms < 10 ? ms.toFixed(1) : Math.round(ms)) + " ms";
    return ms < 100000 ? (ms / 1000).toFixed(1) + " s" : Math.round(ms / 60000) + " min";
  }
  function money(text, isEstimated) {
    if (text == null) return dash;
    const value = Number(text);
    if (value > 0 && value < 0.01) return "<$0.01";
    const digits = Math.abs(value) >= 1000 ? 0 : 2;
    const shown = value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
    return (isEstimated ? "~" : "") + (value < 0 ? "-$" + shown.slice(1) : "$" + shown);
  }
  function age(instant) {
    if (!instant) return "never";
    const seconds = Math.max(0, Math.round((Date.parse(state.at) - Date.parse(instant)) / 1000));
    if (seconds < 90) return seconds + "\u00a0s ago";
    return seconds < 5400 ? Math.round(seconds / 60) + "\u00a0min ago" : Math.round(seconds / 3600) + "\u00a0h ago";
  }

  // MARK: The stream

  async function follow() {
    for (let pause = 1; ; pause = Math.min(15, pause * 2)) {
      try {
        const fields = { Accept: "text/event-stream", ...(lastID && { "Last-Event-ID": lastID }) };
        const response = await ask("/v1/stream", fields);
        if (response.status === 401) { await sign(token ? "This token is not accepted." : ""); pause = 0.5; continue; }
        if (!response.ok) throw new Error(await reason(response));
        pause = 1;
        await read(response.body.getReader());
        throw new Error("the stream ended");
      } catch (error) {
        problem = error instanceof TypeError ? "no connection" : error.message;
      }
      for (let left = pause; left > 0; left -= 1) {
        show("lost: " + problem + "; trying again in " + Math.ceil(left) + " s");
        await new Promise((done) => setTimeout(done, Math.min(1, left) * 1000));
      }
    }
  }

  function ask(path, headers) {
    if (token) headers = { ...headers, Authorization: "Bearer " + token };
    return fetch(path, { headers, cache: "no-store", credentials: "omit" });
  }

  async function reason(response) {
    const text = await response.text();
    try { return JSON.parse(text).detail || "answer " + response.status; } catch { return "answer " + response.status; }
  }

  async function read(reader) {
    const decoder = new TextDecoder();
    let rest = "", event = "", data = [], id = null;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split(/\r?\n/);
      rest = lines.pop();
      for (const line of lines) {
        if (line.startsWith("event:")) event = line.slice(6).trim();
        else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
        else if (line.startsWith("id:")) id = line.slice(3).trim();
        else if (line === "") {
          if (id != null) lastID = id;
          if (data.length) take(event, JSON.parse(data.join("\n")));
          event = ""; data = []; id = null;
        }
      }
    }
  }

  function take(event, value) {
    if (event === "snapshot") state = value;
    else if (event === "change" && state) {
      const { wrappers, ...others } = value;
      Object.assign(state, others);
      if (wrappers) {
        const known = new Map(state.wrappers.map((each) => [each.wrapper_name, each]));
        for (const each of wrappers) known.set(each.wrapper_name, each);
        state.wrappers = [...known.values()];
      }
    } else return;
    heard = Date.now();
    problem = "";
    draw();
  }

  // MARK: The token

  function sign(message) {
    return new Promise((done) => {
      isAsking = true;
      link.textContent = "";
      const field = h("input",
        { type: "password", autocomplete: "off", required: "", "aria-label": "Token", id: "token" });
      const form = h("form", { class: "panel" }, h("h2", null, "Token"),
        h("p", { class: "soft" },
          "It stands in the file of tokens that wraptop serve was given. This page forgets it when it is closed."),
        message && h("p", { class: "critical", role: "alert" }, message), field, h("button", null, "Show"));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        token = field.value.trim();
        isAsking = false;
        main.replaceChildren(h("p", { class: "soft" }, "Connecting…"));
        done();
      });
      main.replaceChildren(form);
      field.focus();
    });
  }

  // MARK: Drawing

  let drawn = 0, waiting = 0;
  // At most twice a second, however fast changes come.
  function draw() {
    if (waiting || isAsking) return;
    waiting = setTimeout(() => {
      waiting = 0;
      drawn = Date.now();
      if (!isAsking && state) redraw();
    }, Math.max(0, drawn + 500 - Date.now()));
  }

  function show(text) {
    if (isAsking) return;
    const isLost = problem !== "";
    link.textContent = isLost ? text : "live, " + new Date(state.at).toISOString().slice(11, 19) + " UTC";
    link.className = isLost ? "lost" : "";
    document.body.classList.toggle("stale", isLost && state != null);
    if (isLost && !state) main.replaceChildren(h("p", { class: "soft" }, "No figures yet: " + problem + "."));
  }

  function place() {
    const [view, ...rest] = location.hash.replace(/^#\/?/, "").split("/");
    try { return { view, name: decodeURIComponent(rest.join("/")) }; } catch { return { view: "", name: "" }; }
  }

  function redraw() {
    const { view, name } = place(), focus = document.activeElement && document.activeElement.dataset.key;
    for (const each of document.querySelectorAll("nav a")) {
      const isHere = each.getAttribute("href") === (view === "costs" ? "#/costs" : view === "" ? "#/" : "");
      if (isHere) each.setAttribute("aria-current", "page"); else each.removeAttribute("aria-current");
    }
    const wrapper = view === "wrapper" && state.wrappers.find((each) => each.wrapper_name === name);
    const one = () => wrapper ? detail(wrapper) : missing(name);
    const shown = view === "costs" ? costs() : view === "wrapper" ? one() : overview();
    main.replaceChildren(...shown.filter(Boolean));
    document.title = (wrapper ? name + " · " : "") + state.system.system_status + " · wraptop";
    show("");
    const again = focus && [...main.querySelectorAll("[data-key]")].find((each) => each.dataset.key === focus);
    if (again) again.focus({ preventScroll: true });
  }

  const soft = (...text) => h("span", { class: "soft" }, ...text);
  const missing = (name) => [h("h2", null, name), h("p", null, soft("No wrapper has that name."))];
  const gradeOf = (wrapper) => !wrapper.seen || wrapper.idle_since ? "Idle" : wrapper.health.status;
  const grade = (word) => h("span", { class: "grade " + word }, word);
  const total = (wrapper) => money(wrapper.totals.cost_usd, Number(wrapper.totals.estimated_usd) > 0);

  function card(value, label, style) {
    return h("div", { class: "card" }, h("b", { class: style }, value), h("span", null, label));
  }
  const open = (name) => h("a", { href: "#/wrapper/" + encodeURIComponent(name), "data-key": name, title: name }, name);

  // A column has a title, classes, and what stands in it for a row.
  function table(rows, columns) {
    const titles = columns.map(([title, style]) => h("th", { class: style, scope: "col" }, title));
    const line = (row) => h("tr", null, columns.map(([, style, cell]) => h("td", { class: style }, cell(row))));
    return h("table", null, h("thead", null, h("tr", null, titles)), h("tbody", null, rows.map(line)));
  }

  function budget(figures) {
    if (!figures || figures.budget_usd == null) return dash;
    const gauge = h("span", { class: "gauge", "aria-hidden": "true" }, h("i"));
    gauge.firstChild.style.width = Math.min(100, figures.percentage || 0) + "%";
    const spent = (figures.complete === false ? "≥" : "") + count(figures.percentage) + " %";
    return h("span", { class: figures.status }, spent, gauge);
  }

  const daily = (each) => each.budget && each.budget.daily, monthly = (each) => each.budget && each.budget.monthly;

  function overview() {
    const { system, alerts = [] } = state;
    const order = (each) => gradeOf(each) === "Idle" ? 2 : each.health.health_score;
    const worstFirst = (a, b) => order(a) - order(b) || (a.wrapper_name < b.wrapper_name ? -1 : 1);
    return [
      h("div", { class: "cards" },
        card(system.system_status, "system, " + score(system.overall_health_score), system.system_status),
        card(count(system.operations_per_minute), "ops a minute"),
        card(percent(system.overall_success_rate), "successful"),
        card(count(system.unhealthy_wrappers) + " of " + count(system.total_wrappers), "wrappers unhealthy"),
        card(count(alerts.length), "alerts", alerts.length ? "critical" : ""),
        daily(state) && card(count(daily(state).percentage) + " %", "of today's budget", daily(state).status)),
      state.wrappers.length === 0 && h("p", null, soft("No wrapper has reported yet.")),
      state.wrappers.length > 0 && table([...state.wrappers].sort(worstFirst), [
        ["Wrapper", "name", (each) => open(each.wrapper_name)],
        ["Health", "left", (each) => grade(gradeOf(each))],
        ["Score", "wide", (each) => score(each.health.health_score)],
        ["Errors", "", (each) => percent(each.health.error_rate)],
        ["Fallbacks", "wide", (each) => percent(each.health.fallback_rate)],
        ["p95", "wide", (each) => time(each.stats.p95_ms)],
        ["Ops/min", "wide", (each) => count(each.operations_per_minute)],
        ["Budget today", "left", (each) => budget(daily(each))],
        ["In all", "wide", total],
      ]),
      alertPanel(alerts),
    ];
  }

  function alertPanel(alerts, isOfOne) {
    if (!alerts.length) return null;
    const line = (each) => h("li", null, h("span", { class: each.severity }, each.severity + " "),
      each.wrapper_name && !isOfOne ? [open(each.wrapper_name), ": "] : null, each.message + " ",
      soft(each.state + ", " + age(each.since)));
    const more = alerts.length > 20 ? h("p", null, soft("and " + count(alerts.length - 20) + " more")) : null;
    return h("div", { class: "panel" }, h("h3", null, "Alerts"), h("ul", null, alerts.slice(0, 20).map(line)), more);
  }

  function detail(wrapper) {
    const { health, stats, totals, wrapper_name: name } = wrapper;
    const path = "/v1/wrappers/" + encodeURIComponent(name) + "/series?step=1m&since=" + encodeURIComponent(hourAgo());
    const { rows, problem } = load(path, "wrapper " + name), errors = health.recent_errors || [];
    const words = (error) => typeof error === "string" ? error : error.message || JSON.stringify(error);
    return [
      h("h2", null, name),
      h("div", { class: "row" }, h("span", null, grade(gradeOf(wrapper)), " ", soft(health.status_message)),
        soft("last operation " + age(health.last_activity))),
      h("div", { class: "cards" },
        card(score(health.health_score), "health score", gradeOf(wrapper)),
        card(count(wrapper.operations_per_minute), "ops a minute"),
        card(percent(health.success_rate), "successful, 1\u00a0h"),
        card(percent(health.error_rate), "errors, 1\u00a0h"),
        card(percent(health.fallback_rate), "fallbacks, 1\u00a0h"),
        card(time(stats.p50_ms), "p50, 24\u00a0h"),
        card(time(stats.p95_ms), "p95, 24\u00a0h"),
        card(count(totals.active), "active"),
        card(total(wrapper), "cost in all")),
      alertPanel((state.alerts || []).filter((each) => each.wrapper_name === name), true),
      budgets(wrapper.budget),
      !rows && h("div", { class: "panel soft" }, problem || "Loading the last hour…"),
      rows && h("div", { class: "panels" },
        chart("Operations a minute", rows, count, [
          ["total_operations", "all", "--bar"], ["error_count", "errors", "--critical"]], { isBars: true }),
        chart("Errors and fallbacks", rows, percent, [
          ["error_rate", "errors", "--critical"], ["fallback_rate", "fallbacks", "--degraded"]]),
        chart("Time to answer", rows, time, [["p50_ms", "p50", "--bar"], ["p95_ms", "p95", "--other"]]),
        chart("Cost a minute", rows, money, [["cost_usd", "cost", "--bar"]], { isBars: true })),
      errors.length > 0 && h("div", { class: "panel" }, h("h3", null, "Recent errors"),
        h("ul", null, errors.map((each) => h("li", null, words(each))))),
    ];
  }

  function budgets(both) {
    if (!both) return null;
    const rows = [["Today", both.daily], ["This month", both.monthly]].filter(([, figures]) => figures);
    return table(rows, [
      ["Budget", "", ([name]) => name],
      ["Spent", "", ([, figures]) => money(figures.spent_usd)],
      ["Of", "", ([, figures]) => money(figures.budget_usd)],
      ["", "left", ([, figures]) => budget(figures)],
      ["Left", "wide", ([, figures]) => money(figures.remaining_usd)],
      ["Projected", "wide", ([, figures]) => money(figures.projected_usd)],
    ]);
  }

  function costs() {
    const { rows, problem } = load("/v1/costs?by=day", "costs"), byDay = new Map(), byName = new Map();
    for (const row of rows || []) {
      byDay.set(row.date, (byDay.get(row.date) || 0) + Number(row.cost_usd));
      byName.set(row.wrapper_name, (byName.get(row.wrapper_name) || 0) + Number(row.cost_usd));
    }
    const days = [...byDay].sort().map(([date, cost]) => ({ timestamp: date + "T00:00:00Z", cost_usd: cost }));
    // For those without a budget, the last day that there is.
    const last = days.length ? days[days.length - 1].timestamp.slice(0, 10) : "";
    const ofLast = (rows || []).filter((row) => row.date === last);
    const today = new Map(ofLast.map((row) => [row.wrapper_name, row.cost_usd]));
    const spent = (each) => byName.get(each.wrapper_name) || 0;
    return [
      h("h2", null, "Costs"),
      budgets(state.budget),
      !rows && h("div", { class: "panel soft" }, problem || "Loading…"),
      rows && chart("Cost a day, 30 days", days, money, [["cost_usd", "cost", "--bar"]],
        { isBars: true, isDays: true }),
      table([...state.wrappers].sort((a, b) => spent(b) - spent(a)), [
        ["Wrapper", "name", (each) => open(each.wrapper_name)],
        ["30 days", "", (each) => rows ? money(spent(each)) : dash],
        ["Today", "wide", (each) => money(daily(each) ? daily(each).spent_usd : today.get(each.wrapper_name))],
        ["Budget today", "left", (each) => budget(daily(each))],
        ["Projected", "wide", (each) => money(daily(each) && daily(each).projected_usd)],
        ["Budget this month", "left wide", (each) => budget(monthly(each))],
        ["In all", "wide", total],
      ]),
    ];
  }

  const hourAgo = () => new Date(Date.parse(state.at) - 3600000).toISOString();

  // Rows that are asked for beside the stream: again when they are half a minute old.
  function load(path, key) {
    const known = series.get(key) || { rows: null, problem: "", at: 0, isLoading: false };
    series.set(key, known);
    if (!known.isLoading && Date.now() - known.at > 30000) {
      known.isLoading = true;
      ask(path, { Accept: "application/json" }).then(async (response) => {
        if (!response.ok) throw new Error(await reason(response));
        known.rows = await response.json();
        known.problem = "";
      }).catch((error) => { known.problem = "Not to be had: " + error.message; }).finally(() => {
        known.at = Date.now();
        known.isLoading = false;
        draw();
      });
    }
    return known;
  }

  // MARK: Charts

  // Draws some keys of rows; `say` says a value of them.
  function chart(title, rows, say, lines, { isBars, isDays } = {}) {
    // The text of a drawing shrinks with it, so that narrow screens get a narrow one.
    const width = innerWidth < 700 ? 330 : isDays ? 1160 : 560, height = 170;
    const left = 58, right = width - 8, top = 8, bottom = height - 22;
    const number = (row, key) => row[key] == null ? null : Number(row[key]);
    const most = Math.max(0, ...lines.flatMap(([key]) => rows.map((row) => number(row, key) || 0))) || 1;
    const step = isDays ? 86400000 : 60000, instants = rows.map((row) => Date.parse(row.timestamp));
    const end = instants.length ? instants[instants.length - 1] : 0;
    const begin = Math.min(end - (isDays ? 29 : 59) * step, instants.length ? instants[0] : 0);
    const scale = (right - left) / (end - begin + step);
    const x = (instant) => left + (instant - begin) * scale, y = (value) => top + (1 - value / most) * (bottom - top);

    function bars([key, label, color]) {
      return h("g", { fill: "var(" + color + ")" }, rows.map((row, index) => {
        const value = number(row, key);
        if (!value) return null;
        const place = { x: x(instants[index]) + 0.5, y: y(value), width: Math.max(1, step * scale - 1) };
        return h("rect", { ...place, height: bottom - y(value) }, h("title", null, label + ": " + say(value)));
      }));
    }

    function line([key, , color]) {
      let path = "M0 0", isOpen = false;
      rows.forEach((row, index) => {
        const value = number(row, key);
        const place = value == null ? "" : x(instants[index]).toFixed(1) + " " + y(value).toFixed(1);
        // A line to where it begins makes a dot of a point that stands alone.
        if (value != null) path += (isOpen ? "L" : "M" + place + "L") + place;
        isOpen = value != null;
      });
      return h("path", { d: path, class: "line", stroke: "var(" + color + ")" });
    }

    const clock = (instant) => new Date(instant).toISOString().slice(...(isDays ? [5, 10] : [11, 16]));
    const text = (x, y, words, anchor) => h("text", { x, y, "text-anchor": anchor }, words);
    const legend = lines.length < 2 ? null : lines.map(([, label, color]) => {
      const name = h("span", null, "■ " + label + " ");
      name.style.color = "var(" + color + ")";
      return name;
    });
    const about = { viewBox: "0 0 " + width + " " + height, role: "img", "aria-label": title + ", up to " + say(most) };
    const drawing = h("svg", about,
      h("path", { class: "axis", d: ["M", left, top, "H", right, "M", left, bottom, "H", right].join(" ") }),
      text(left - 6, top + 9, say(most), "end"), text(left - 6, bottom, "0", "end"), lines.map(isBars ? bars : line),
      text(left, height - 6, clock(begin)), text(right, height - 6, clock(end), "end"));
    return h("div", { class: "panel" }, h("div", { class: "row" }, h("h3", null, title), h("span", null, legend)),
      rows.length ? drawing : h("p", null, soft("Nothing in this time.")));
  }

  addEventListener("hashchange", () => { if (state && !isAsking) { redraw(); scrollTo(0, 0); } });
  show("connecting…");
  follow();
})();
