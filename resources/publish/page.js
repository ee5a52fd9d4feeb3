"use strict";
(() => {
  const shell = JSON.parse(document.getElementById("shell").textContent);
  const PAGE = 20;
  const SVG = "http://www.w3.org/2000/svg";
  const STAGES = ["completed", "in_progress", "planning", "not_started", "discontinued", ""];
  const RATINGS = ["achieved", "on_track", "at_risk", "off_track", "not_assessed", ""];
  const TONES = {
    completed: "good", in_progress: "accent", discontinued: "bad",
    achieved: "good", on_track: "good", at_risk: "warn", off_track: "bad", reached: "good",
  };
  const SEXES = { female: 0, male: 1 };
  let language = shell.language;
  let whole = null;
  let names = {};
  let shown = PAGE;
  const filters = { text: "", coalition: null, stage: null, rating: null, region: null };

  // -- words and numbers --------------------------------------------------------------------------------------

  const t = (key, values = {}) =>
    (shell.texts[language][key] || key).replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
  const label = (vocabulary, code) => (whole.labels[vocabulary][code] || {})[language] || code;
  const LOCALES = { en: ["en-GB"], bs: ["hr", "de"] };  // few browsers know Bosnian well; its neighbours write numbers alike
  const number = (value) => new Intl.NumberFormat(LOCALES[language] || [language, "en-GB"], { maximumFractionDigits: 2 }).format(value);
  const day = (iso) => {
    const [year, month, date] = iso.split("-").map(Number);
    const name = shell.months[language].split(" ")[month - 1];
    if (language === "bs") return `${date}. ${name} ${year}.`;
    return `${language === "fr" && date === 1 ? "1er" : date} ${name} ${year}`;
  };
  const place = (code) => names[code] || code;
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const sum = (values) => values.reduce((total, value) => total + (value || 0), 0);

  function quantity(figure, unit = "") {
    if (!figure) return "–";
    if (figure.hidden) return t("hidden");
    if (figure.value === undefined) return figure.text || label("quantity_qualifier", figure.qualifier || "not_stated");
    const plain = number(figure.value);
    const told = figure.qualifier ? t(`qualifier_${figure.qualifier}`, { number: plain }) : plain;
    return unit ? `${told} ${unit}` : told;
  }

  // -- elements: text is only ever set as text ----------------------------------------------------------------

  function put(element, options, children) {
    for (const [name, value] of Object.entries(options)) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (name === "width") element.style.width = value;
      else if (name === "digits") element.style.setProperty("--digits", `${value}ch`);
      else if (name === "grow") element.style.flexGrow = value;
      else element.setAttribute(name, value === true ? "" : String(value));
    }
    for (const child of children.flat(3)) {
      if (child === null || child === undefined || child === false || child === "") continue;
      element.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
    return element;
  }
  const h = (tag, options = {}, ...children) => put(document.createElement(tag), options, children);
  const s = (tag, options = {}, ...children) => put(document.createElementNS(SVG, tag), options, children);
  const chip = (text, tone) => h("span", { class: `chip ${tone}` }, text);
  const own = (tag, record, text, options = {}) => h(tag, { lang: record.language || null, ...options }, text);

  function section(id, title, lead, ...children) {
    return h("section", { id, "aria-labelledby": `${id}-title` },
      h("div", { class: "wrap" }, h("h2", { id: `${id}-title` }, title), lead && h("p", { class: "lead" }, lead), children));
  }

  function scrolled(caption, table) {
    return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, table);
  }

  // columns: texts; rows: [text, ...cells]; a cell of null is hidden
  function table(caption, columns, rows, foot = null, options = {}) {
    const cell = (value) =>
      value === null ? h("td", { class: "gone" }, t("hidden")) : h("td", {}, typeof value === "number" ? number(value) : value);
    const line = (row) => h("tr", {}, h("th", { scope: "row" }, row[0]), row.slice(1).map(cell));
    return scrolled(caption, h("table", options, h("caption", { class: options.quiet ? "away" : "" }, caption),
      h("thead", {}, h("tr", {}, columns.map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", {}, rows.map(line)),
      foot && h("tfoot", {}, h("tr", {}, h("th", { scope: "row" }, foot[0]), foot.slice(1).map(cell)))));
  }

  // -- charts made of rows --------------------------------------------------------------------------------------

  // series: texts; rows: {name, values (null hidden), total (null hidden), follow, pressed, more}
  function bars(series, rows, classes) {
    const length = (row) => Math.max(row.total || 0, sum(row.values));
    const top = Math.max(1, ...rows.map(length));
    const drawn = rows.map((row) => {
      const gone = row.values.some((value) => value === null);
      const rest = row.total === null ? 0 : Math.max(0, row.total - sum(row.values));
      const part = (value, at) =>
        value ? h("span", { class: `seg ${classes[at]}`, grow: value, title: `${series[at]}: ${number(value)}` },
          value / top > 0.07 ? number(value) : "") : null;
      const bar = h("span", { class: "bar", width: `${(100 * Math.max(length(row), gone ? top / 12 : 0)) / top}%`, "aria-hidden": "true" },
        row.values.map(part), gone ? h("span", { class: "seg gone", grow: Math.max(rest, top / 12), title: t("hidden") }, "…") : null);
      const said = row.values.map((value, at) => (value === 0 ? null : `${series[at]} ${value === null ? t("hidden") : number(value)}`)).filter(Boolean);
      const total = row.total === null ? t("hidden") : number(row.total);
      const inside = [
        h("span", { class: "name" }, row.name),
        h("span", { class: "track" }, bar),
        h("span", { class: "sum", "aria-hidden": "true" }, total),
      ];
      const text = series.length > 1 ? `${row.name}: ${total} (${said.join(", ")})` : `${row.name}: ${total}`;
      if (!row.follow) return h("div", { class: "row", role: "img", "aria-label": text }, inside);
      return h("button", { type: "button", class: "row", "aria-label": text, "aria-pressed": String(Boolean(row.pressed)),
        "data-key": row.key, onclick: row.follow }, inside);
    });
    const legend = series.length > 1 || rows.some((row) => row.values.includes(null))
      ? h("div", { class: "legend", "aria-hidden": "true" },
        series.map((text, at) => h("span", {}, h("span", { class: `seg ${classes[at]}` }), text)),
        rows.some((row) => row.values.includes(null)) && h("span", {}, h("span", { class: "seg gone" }), t("hidden")))
      : null;
    const digits = Math.max(3, ...rows.map((row) => (row.total === null ? t("hidden") : number(row.total)).length));
    return [h("div", { class: "rows", digits }, drawn), legend];
  }

  // -- commitments ----------------------------------------------------------------------------------------------

  const regionOf = (code) => whole.regions[code] || "";
  const own_text = (one) => fold([one.title, one.statement || "", one.code || "", ...one.makers.map((maker) => maker.name)].join(" "));

  function matches(one, without = "") {
    const words = fold(filters.text).split(/\s+/).filter(Boolean);
    return (filters.coalition === null || without === "coalition"
        || (filters.coalition ? one.coalitions.includes(filters.coalition) : !one.coalitions.length))
      && (filters.stage === null || without === "stage" || (one.stage || "") === filters.stage)
      && (filters.rating === null || without === "rating" || (one.rating || "") === filters.rating)
      && (filters.region === null || regionOf(one.place) === filters.region)
      && words.every((word) => one.folded.includes(word));
  }

  function commitment(one) {
    const when = one.start && one.end ? t("from_to", { start: day(one.start), end: day(one.end) })
      : one.start ? t("from_only", { start: day(one.start) }) : one.end ? t("to_only", { end: day(one.end) }) : "";
    const made = [...one.makers.map((maker) => maker.name), ...(one.makers_unnamed ? [t("unnamed", { n: number(one.makers_unnamed) })] : [])];
    const facts = [
      [t("stage"), one.stage ? `${label("stage", one.stage)}${one.stage_on ? `, ${t("reported_on", { day: day(one.stage_on) })}` : ""}` : t("not_reported")],
      [t("rating"), one.rating ? `${label("rating", one.rating)}${one.rated_on ? `, ${t("rated_on", { day: day(one.rated_on) })}` : ""}` : t("not_assessed_yet")],
      one.types && [t("types"), one.types.map((code) => label("commitment_type", code)).join(", ")],
      one.code && [t("code"), one.code],
    ].filter(Boolean);
    return h("li", { class: "card" }, h("article", {},
      own("h3", one, one.title),
      h("div", { class: "chips" },
        one.coalitions.map((code) => chip(label("action_coalition", code), "")),
        one.stage ? chip(label("stage", one.stage), TONES[one.stage] || "") : chip(`${t("stage")}: ${t("not_reported")}`, "none"),
        one.rating ? chip(label("rating", one.rating), TONES[one.rating] || "") : chip(t("not_assessed_yet"), "none")),
      h("p", { class: "facts-line" }, [place(one.place), when].filter(Boolean).join(" · ")),
      made.length ? h("p", { class: "facts-line" }, `${t("made_by")}: ${made.join("; ")}`) : null,
      h("details", {}, h("summary", {}, t("details"), h("span", { class: "away" }, `: ${one.title}`)),
        one.statement && own("p", one, one.statement, { class: "text" }),
        h("dl", { class: "figures" }, facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))))));
  }

  function choice(name, text, options) {
    const id = `filter-${name}`;
    const value = filters[name];
    return h("div", {}, h("label", { for: id }, text),
      h("select", { id, onchange: (event) => setFilter(name, event.target.value === "*" ? null : event.target.value) },
        h("option", { value: "*", selected: value === null }, t("all")),
        options.map(([code, shownAs]) => h("option", { value: code, selected: value === code }, shownAs))));
  }

  function setFilter(name, value) {
    filters[name] = value;
    shown = PAGE;
    drawCommitments();
  }

  const order = (vocabulary) => [...Object.keys(whole.labels[vocabulary]), ""];

  function commitmentCharts() {
    const all = whole.data.commitments;
    const count = (list, key) => list.filter((one) => (one[key] || "") === "").length;
    const forStages = all.filter((one) => matches(one, "coalition"));
    const used = STAGES.filter((stage) => forStages.some((one) => (one.stage || "") === stage));
    const classes = used.map((stage) => `c${{ completed: 1, in_progress: 0, planning: 2, not_started: 3, discontinued: 4 }[stage] ?? 5}`);
    const stageName = (code) => (code ? label("stage", code) : t("not_reported"));
    const coalitions = order("action_coalition").map((code) => {
      const some = forStages.filter((one) => (code ? one.coalitions.includes(code) : !one.coalitions.length));
      return {
        key: `coalition-${code}`, name: code ? label("action_coalition", code) : t("not_stated"), total: some.length,
        values: used.map((stage) => some.filter((one) => (one.stage || "") === stage).length),
        pressed: filters.coalition === code, follow: () => toggle("coalition", code),
      };
    }).filter((row) => row.total || row.pressed);
    const forRatings = all.filter((one) => matches(one, "rating"));
    const ratings = RATINGS.map((code) => ({
      key: `rating-${code}`, name: code ? label("rating", code) : t("not_assessed_yet"),
      total: forRatings.filter((one) => (one.rating || "") === code).length, pressed: filters.rating === code,
      follow: () => toggle("rating", code),
    })).map((row) => ({ ...row, values: [row.total] })).filter((row) => row.total || row.pressed);
    const toTable = (question, heading, series, rows) => h("details", {}, h("summary", {}, t("as_table"), h("span", { class: "away" }, `: ${question}`)),
      table(question, [heading, ...series, ...(series.length > 1 ? [t("total")] : [])],
        rows.map((row) => [row.name, ...row.values, ...(series.length > 1 ? [row.total] : [])]), null, { quiet: true }));
    return h("div", { class: "two" },
      h("div", { class: "card" }, h("h3", {}, t("by_coalition")), bars(used.map(stageName), coalitions, classes),
        h("p", { class: "small muted hint" }, t("choose_bar")), toTable(t("by_coalition"), t("coalition"), used.map(stageName), coalitions)),
      h("div", { class: "card" }, h("h3", {}, t("by_rating")), bars([t("commitments")], ratings, ["c0"]),
        h("p", { class: "small muted hint" }, t("choose_bar")), toTable(t("by_rating"), t("rating"), [t("number")], ratings)));
  }

  function toggle(name, code) {
    setFilter(name, filters[name] === code ? null : code);
    const id = document.getElementById(`filter-${name}`);
    if (id) id.value = filters[name] === null ? "*" : filters[name];
  }

  function commitments() {
    const all = whole.data.commitments;
    if (!all.length) return null;
    const present = (vocabulary, key, none) =>
      order(vocabulary).filter((code) => all.some((one) => (Array.isArray(one[key]) ? (code ? one[key].includes(code) : !one[key].length) : (one[key] || "") === code)))
        .map((code) => [code, code ? label(vocabulary, code) : none]);
    const regions = [...new Set(all.map((one) => regionOf(one.place)))].map((code) => [code, code ? place(code) : t("elsewhere")])
      .sort((one, other) => (one[0] === "" ? 1 : other[0] === "" ? -1 : one[1].localeCompare(other[1], language)));
    return section("commitments", t("commitments"), t("commitments_lead"),
      h("div", { id: "commitment-charts" }),
      h("form", { class: "card", role: "search", "aria-label": t("commitments"), onsubmit: (event) => event.preventDefault() },
        h("div", { class: "filters" },
          h("div", {}, h("label", { for: "filter-text" }, t("search")),
            h("input", { id: "filter-text", type: "search", autocomplete: "off", placeholder: t("search_hint"), value: filters.text || null,
              oninput: (event) => setFilter("text", event.target.value) })),
          choice("coalition", t("coalition"), present("action_coalition", "coalitions", t("not_stated"))),
          choice("stage", t("stage"), present("stage", "stage", t("not_reported"))),
          choice("rating", t("rating"), present("rating", "rating", t("not_assessed_yet"))),
          choice("region", t("region"), regions))),
      h("div", { class: "count" }, h("p", { id: "commitment-count", role: "status" }), h("button", { type: "button", id: "clear", onclick: clear }, t("clear"))),
      h("ul", { class: "list", id: "commitment-list" }),
      h("p", { class: "count" }, h("button", { type: "button", id: "more", onclick: more }, t("more"))));
  }

  function clear() {
    Object.assign(filters, { text: "", coalition: null, stage: null, rating: null, region: null });
    document.getElementById("filter-text").value = "";
    for (const name of ["coalition", "stage", "rating", "region"]) document.getElementById(`filter-${name}`).value = "*";
    setFilter("text", "");
    document.getElementById("filter-text").focus();
  }

  function more() {
    const before = shown;
    shown += PAGE;
    drawCommitments(before);
    const first = document.querySelectorAll("#commitment-list summary")[before];
    if (first) first.focus();
  }

  function drawCommitments(from = 0) {
    const list = document.getElementById("commitment-list");
    if (!list) return;
    const active = document.activeElement ? document.activeElement.getAttribute("data-key") : null;
    const found = whole.data.commitments.filter((one) => matches(one));
    if (!from) {
      list.replaceChildren();
      document.getElementById("commitment-charts").replaceChildren(commitmentCharts());
      if (active !== null) {
        const again = document.querySelector(`[data-key="${CSS.escape(active)}"]`);
        if (again) again.focus();
      }
    }
    list.append(...found.slice(from, shown).map(commitment));
    document.getElementById("commitment-count").textContent = found.length
      ? t("shown", { n: number(found.length), m: number(whole.data.commitments.length) }) : t("none_found");
    document.getElementById("more").hidden = found.length <= shown;
    document.getElementById("clear").hidden = !filters.text && ["coalition", "stage", "rating", "region"].every((name) => filters[name] === null);
  }

  // -- focal points ---------------------------------------------------------------------------------------------

  const step = (part, all) => (!all || !part ? 0 : part >= all ? 4 : 3 * part <= all ? 1 : 3 * part <= 2 * all ? 2 : 3);

  function coverage() {
    const told = whole.data.coverage;
    if (!told.levels.length) return null;
    const filled = sum(told.levels.map((one) => one.filled));
    const expected = sum(told.levels.map((one) => one.expected));
    const reporting = Boolean(told.period);
    const columns = [t("expected"), t("filled"), t("vacant"), t("trained"), ...(reporting ? [t("reporting", { period: told.period })] : [])];
    const cells = (one) => [one.expected, one.filled, one.expected - one.filled, one.trained, ...(reporting ? [one.reporting] : [])];
    const rows = told.regions.map((one) => [place(one.place), ...cells(one)]);
    const levels = told.levels.length > 1
      ? [...told.levels, Object.fromEntries(["expected", "filled", "trained", "reporting"].map((key) => [key, sum(told.levels.map((one) => one[key]))]))]
      : told.levels;
    const byLevel = table(t("by_level"), [t("coverage"), ...levels.map((one) => (one.level ? label("level", one.level) : t("total")))],
      columns.map((name, at) => [name, ...levels.map((one) => cells(one)[at])]));
    const drawing = whole.outlines.paths ? h("div", { class: "card" }, h("h3", {}, t("coverage_question")),
      h("p", { class: "muted" }, t("coverage_answer", { filled: number(filled), expected: number(expected) })), map(told.regions),
      h("div", { class: "legend" }, h("span", {}, `${t("legend")}:`), [0, 1, 2, 3, 4].map((at) => h("span", {}, h("span", { class: `swatch p${at}` }), t(`step_${at}`)))),
      h("p", { class: "small muted" }, t("map_source"))) : null;
    return section("coverage", t("coverage"), drawing ? "" : t("coverage_answer", { filled: number(filled), expected: number(expected) }),
      h("div", { class: "two map-first" }, h("div", { class: "stack" }, drawing, h("div", { class: "card" }, byLevel)), rows.length ? h("div", { class: "card" }, table(t("by_region"), [t("region"), ...columns], rows)) : null));
  }

  function map(regions) {
    const known = Object.fromEntries(regions.map((one) => [one.place, one]));
    const [width, height] = whole.outlines.box;
    return s("svg", { class: "map", viewBox: `-4 -4 ${width + 8} ${height + 8}`, role: "img", "aria-label": t("map_text") },
      Object.entries(whole.outlines.paths).map(([code, d]) => {
        const one = known[code];
        const text = one ? `${place(code)}: ${t("n_of_m", { n: number(one.filled), m: number(one.expected) })}` : place(code);
        return s("path", { d, class: one ? `p${step(one.filled, one.expected)}` : "px" }, s("title", {}, text));
      }));
  }

  // -- indicators -----------------------------------------------------------------------------------------------

  function indicators() {
    const all = whole.data.indicators;
    if (!all.length) return null;
    return section("indicators", t("indicators"), "", h("div", { class: "cards" }, all.map(indicator)));
  }

  function indicator(one) {
    const unit = one.measure === "2" ? "%" : one.unit || "";
    const figure = (name) => h("div", {}, h("dt", {}, t(name)),
      h("dd", {}, one[name] ? quantity(one[name], one[name].value === undefined ? "" : unit) : name === "actual" ? t("not_reported") : t("not_stated"),
        one[name] && one[name].day ? h("small", {}, day(one[name].day)) : null));
    const share = one.actual && one.target && one.actual.value !== undefined && one.target.value > 0 && one.direction !== "decrease"
      ? (100 * one.actual.value) / one.target.value : null;
    const status = one.status === "not_reported" ? chip(t("not_reported"), "none")
      : one.status === "no_target" || one.status === "unknown" ? chip(t(one.status), "none") : chip(t(one.status), one.status === "reached" ? "good" : "warn");
    const parts = (list, name) => list.map((part) => [part.place !== undefined ? place(part.place) : part.period, part.hidden ? null : quantity(part)]);
    const missing = one.missing || [];
    return h("article", { class: "card" },
      h("div", { class: "headline" }, h("h3", {}, one.reference ? `${one.reference} ` : "", own("span", one, one.name)), status),
      h("dl", { class: "figures" }, figure("baseline"), figure("target"), figure("actual")),
      share === null ? null : [h("div", { class: `meter ${one.status === "reached" ? "good" : ""}`, "aria-hidden": "true" }, h("span", { width: `${Math.min(100, share)}%` })),
        h("p", { class: "small muted" }, t("share", { share: number(Math.round(share)) }))],
      one.expected ? h("p", { class: "small muted" }, t("reporters", { reported: number(one.reported || 0), expected: number(one.expected) })) : null,
      one.regions || one.periods || one.definition || missing.length ? h("details", {}, h("summary", {}, t("details"), h("span", { class: "away" }, `: ${one.name}`)),
        one.definition && own("p", one, one.definition, { class: "text" }),
        missing.length ? h("p", { class: "text small" }, t("missing", { names: missing.slice(0, 30).join(", ") }),
          missing.length > 30 ? ` … ${t("and_more", { n: number(missing.length - 30) })}` : "") : null,
        h("div", { class: "two" },
          one.regions ? h("div", {}, table(t("by_region"), [t("region"), t("value")], parts(one.regions))) : null,
          one.periods ? h("div", {}, table(t("by_period"), [t("period"), t("value")], parts(one.periods))) : null)) : null);
  }

  // -- people ---------------------------------------------------------------------------------------------------

  const sexName = (codes) => codes.split("+").map((code) => label("sex", code)).join(", ");

  function people() {
    const told = whole.data.people;
    if (!told.activities) return null;
    const totalled = told.total ? h("p", { class: "big" }, quantity(told.total)) : null;
    const notes = [
      told.known ? t("people_known", { n: number(told.known) }) : t("no_people"),
      `${t("activities_done")}: ${number(told.activities)}.`,
      told.told_again ? `${t("told_again", { n: number(told.told_again) })}.` : "",
    ];
    const groups = {
      age: [t("sex_age"), t("age"), (code) => label("age_band", code)],
      place: [t("sex_place"), t("region"), (code) => (code ? place(code) : t("elsewhere"))],
      year: [t("sex_year"), t("year"), (code) => code],
      disability: [t("sex_disability"), t("disability"), (code) => label("disability", code)],
    };
    const cards = told.known ? Object.entries(groups).map(([name, [title, heading, called]]) => {
      const one = told.tables[name];
      if (!one) return h("div", { class: "card" }, h("h3", {}, title), h("p", { class: "muted" }, t("left_out")));
      const codes = Object.keys(one.rows);
      const series = codes.map(sexName);
      const classes = codes.map((code) => `c${SEXES[code] ?? 5}`);
      const rows = one.columns.map((column, at) => ({ name: called(column), values: codes.map((code) => one.rows[code][at]), total: one.totals[at] }));
      const hides = rows.some((row) => row.total === null || row.values.includes(null));
      const full = table(title, [heading, ...series, ...(codes.length > 1 ? [t("everybody")] : [])],
        rows.map((row) => [row.name, ...row.values, ...(codes.length > 1 ? [row.total] : [])]),
        [t("total"), ...codes.map((code) => told.sex[code]), ...(codes.length > 1 ? [told.known] : [])], { quiet: true });
      return h("div", { class: "card" }, h("h3", {}, title), bars(series, rows, classes),
        hides ? h("p", { class: "small muted" }, t("hidden_note", { threshold: number(whole.data.threshold) })) : null,
        h("details", {}, h("summary", {}, t("as_table"), h("span", { class: "away" }, `: ${title}`)), full));
    }) : [];
    const tall = cards.splice(1, 1);
    return section("people", t("people"), t("people_lead"), h("div", { class: "card" }, totalled, h("p", { class: "muted" }, notes.filter(Boolean).join(" "))),
      h("div", { class: "two" }, h("div", { class: "stack" }, cards), h("div", { class: "stack" }, tall)));
  }

  // -- stories --------------------------------------------------------------------------------------------------

  function stories() {
    const all = whole.data.stories;
    if (!all.length) return null;
    return section("stories", t("stories"), t("stories_lead"), h("div", { class: "two fill" }, all.map((one) => h("article", { class: "card story" },
      one.photo ? h("figure", {}, h("img", { src: `data:image/jpeg;base64,${one.photo.data}`, alt: one.photo.caption || "" }),
        one.photo.caption && h("figcaption", {}, one.photo.caption)) : null,
      h("div", {}, own("h3", one, one.title),
        h("p", { class: "facts-line" }, [place(one.place), one.told_on && t("told_on", { day: day(one.told_on) })].filter(Boolean).join(" · ")),
        own("p", one, one.text, { class: "text" }),
        one.people ? h("p", { class: "facts-line" }, t("people_in_story", { names: one.people })) : null)))));
  }

  // -- data and about -------------------------------------------------------------------------------------------

  function save(file) {
    const link = h("a", { href: URL.createObjectURL(new Blob([file.text], { type: file.type })), download: file.name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  const FILES = {
    "commitments.csv": "file_commitments", "indicators.csv": "file_indicators", "people.csv": "file_people", "coverage.csv": "file_coverage",
    "stories.csv": "file_stories", "data.json": "file_json", "schema.json": "file_schema", "iati-activities.xml": "file_iati",
  };

  function openData() {
    const schema = JSON.parse(whole.downloads.find((file) => file.name === "schema.json").text);
    const fields = [];
    const walk = (node, path) => {
      const real = node.$ref ? { ...schema.$defs[node.$ref.split("/").pop()], ...node } : node;
      if (path && real.description) fields.push([path, real.description]);
      for (const [name, child] of Object.entries(real.properties || {})) walk(child, path ? `${path}.${name}` : name);
      if (real.items) walk({ ...real.items, description: null }, `${path}[]`);
    };
    walk(schema, "");
    return section("open-data", t("open_data"), t("data_lead"),
      h("ul", { class: "files" }, whole.downloads.map((file) => h("li", { class: "card file" },
        h("div", {}, h("strong", {}, file.name), h("p", { class: "small muted" }, `${t(FILES[file.name])} · ${t("kb", { n: number(Math.ceil(file.text.length / 1000)) })}`)),
        h("button", { type: "button", class: "main", "data-file": file.name, onclick: () => save(file) }, t("download"), h("span", { class: "away" }, `: ${file.name}`))))),
      h("details", { lang: "en" }, h("summary", { lang: language }, t("fields")),
        table(t("fields"), [t("field"), t("meaning")], fields, null, { class: "words", quiet: true })));
  }

  function about() {
    const threshold = { threshold: number(whole.data.threshold) };
    return section("about", t("about"), "", h("div", { class: "card" }, h("div", { class: "prose" },
      h("p", {}, t("about_public")), h("h3", {}, t("about_small_title")), h("p", {}, t("about_small", threshold)),
      h("p", {}, t("about_count", { n: number(whole.hidden) })), h("p", {}, t("about_languages")), h("p", {}, t("about_network")))));
  }

  // -- the page -------------------------------------------------------------------------------------------------

  function overview() {
    const data = whole.data;
    const makers = new Set(data.commitments.flatMap((one) => one.makers.map((maker) => maker.name)));
    const reached = data.indicators.filter((one) => one.status === "reached").length;
    const targets = data.indicators.filter((one) => one.target).length;
    const filled = sum(data.coverage.levels.map((one) => one.filled));
    const expected = sum(data.coverage.levels.map((one) => one.expected));
    const facts = [
      data.commitments.length ? [t("commitments"), number(data.commitments.length)] : null,
      makers.size ? [t("makers"), number(makers.size)] : null,
      data.people.total ? [t("people"), quantity(data.people.total)] : null,
      data.people.activities ? [t("activities_done"), number(data.people.activities)] : null,
      targets ? [t("targets_reached"), t("n_of_m", { n: number(reached), m: number(targets) })] : null,
      expected ? [t("posts_filled"), t("n_of_m", { n: number(filled), m: number(expected) })] : null,
    ].filter(Boolean);
    if (!facts.length) return section("overview", t("overview"), t("nothing_yet"));
    return section("overview", t("overview"), "", h("dl", { class: "facts" }, facts.map(([text, value]) => h("div", { class: "fact" }, h("dt", {}, text), h("dd", {}, value)))));
  }

  const isDark = () => {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  };

  function topBar() {
    return h("div", { class: "tools" },
      h("span", { class: "grow" }, t("as_of", { day: day(shell.made) })),
      h("label", { class: "away", for: "language" }, t("language")),
      h("select", { id: "language", onchange: (event) => speak(event.target.value) },
        Object.entries(shell.languages).map(([code, name]) => h("option", { value: code, lang: code, selected: code === language }, name))),
      h("button", { type: "button", id: "theme", onclick: turn }, isDark() ? t("to_light") : t("to_dark")),
      h("button", { type: "button", onclick: () => window.print() }, t("print")));
  }

  function turn() {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    document.getElementById("theme").textContent = isDark() ? t("to_light") : t("to_dark");
  }

  function speak(code) {
    language = code;
    const y = window.scrollY;
    draw();
    document.getElementById("language").focus({ preventScroll: true });
    window.scrollTo(0, y);
  }

  function draw() {
    document.documentElement.lang = language;
    const country = shell.names[language];
    document.title = `${t("title")} · ${country}`;
    // what a country does not have is left out, not shown as empty
    const made = [overview, commitments, coverage, indicators, people, stories, openData, about].map((make) => make()).filter(Boolean);
    const parts = made.map((one) => one.id);
    document.getElementById("page").replaceChildren(
      h("a", { class: "skip", href: "#main" }, t("skip")),
      h("header", { class: "top" }, h("div", { class: "wrap" }, topBar(), h("h1", {}, `${t("title")} · ${place(whole.data.place) === shell.names.en ? country : place(whole.data.place)}`),
        h("p", { class: "lead" }, t("lead")))),
      h("nav", { class: "sections", "aria-label": t("sections") }, h("div", { class: "wrap" }, h("ul", {},
        parts.map((id) => h("li", {}, h("a", { href: `#${id}` }, t(id.replace("-", "_")))))))),
      h("main", { id: "main", tabindex: "-1" }, made),
      h("footer", {}, h("div", { class: "wrap" }, h("p", {}, `${t("published_by", { publisher: whole.data.publisher })} · ${t("as_of", { day: day(shell.made) })}`),
        h("p", {}, h("a", { href: "#main" }, t("top"))))));
    drawCommitments();
  }

  function count(value) {
    if (value === null || typeof value !== "object") return 0;
    if (value.hidden) return 1;
    return sum(Object.values(value).map(count));
  }

  function ready(text) {
    whole = JSON.parse(text);
    names = Object.fromEntries(whole.data.places.map((one) => [one.code, one.name]));
    const drawn = new Set([...whole.data.coverage.regions.map((one) => one.place), ...Object.keys(whole.outlines.paths || {})]);
    whole.regions = Object.fromEntries(whole.data.places.map((one) => [one.code, one.region || (drawn.has(one.code) ? one.code : "")]));
    const gone = Object.values(whole.data.people.tables).filter(Boolean).flatMap((one) =>
      [...Object.values(one.rows).flat(), ...(Object.keys(one.rows).length > 1 ? one.totals : [])]).filter((value) => value === null).length;
    whole.hidden = gone + count(whole.data.indicators);
    for (const one of whole.data.commitments) one.folded = own_text(one);
    draw();
    document.documentElement.dataset.ready = "yes";
  }

  function unpack() {
    const bytes = Uint8Array.from(atob(document.getElementById("data").textContent), (char) => char.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  }

  function tooOld() {
    document.getElementById("page").replaceChildren(h("p", { class: "wrap" }, shell.texts[language].too_old));
  }

  document.documentElement.lang = language;
  if (typeof DecompressionStream === "undefined") tooOld();
  else unpack().then(ready);
})();
