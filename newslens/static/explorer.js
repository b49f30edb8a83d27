// The explorer in the browser: the article beside its findings. newslens/exploring/widget.py holds the same state.
// Text of the article reaches the page as text nodes only, never as HTML.

const ALL = "all";
const MENUS = { source: "Who", kind: "Kind", voice: "Voice", act: "Act" };
const CHOICES = ["lens", ...Object.keys(MENUS), "confidence", "search"];
const KEYS = [
  ["n p", "next, previous finding"],
  ["↑ ↓", "the same, in the list"],
  ["→ ←", "next, previous words of a finding"],
  ["o", "the next finding on the same words"],
  ["Enter", "to its words"],
  ["/", "search"],
  ["Esc", "let go"],
];

function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name in made && name !== "role" && name !== "style") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

/** Python counts characters, JavaScript UTF-16 units: they differ after the first emoji. */
function converter(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (offset) => offset;
  const units = [0];
  for (const character of text) units.push(units.at(-1) + character.length);
  return (offset) => units[offset];
}

/** What came from Python, offsets converted: the article and its findings, in the order of the text. */
function read({ article, lenses, weights, tints }) {
  const at = converter(article.text);
  const spans = (list) => list.map(([start, end]) => [at(start), at(end)]);
  const read = lenses.map((lens, order) => ({
    ...lens,
    order,
    letter: lens.rows.length ? lens.rows[0].id.replace(/[\d.]+$/, "") : "",
  }));
  const findings = read.flatMap((lens) =>
    lens.rows.map((row) => {
      const parts = row.parts
        .map(([role, start, end]) => ({ role, start: at(start), end: at(end), weight: weights[role] ?? "more" }))
        .sort((a, b) => a.start - b.start || b.end - a.end);
      const words = parts.map((part) => article.text.slice(part.start, part.end));
      return { ...row, lens, parts, said: [row.id, ...row.cells, ...words].join("\n") };
    }),
  );
  findings.sort((a, b) => a.start - b.start || b.end - a.end || a.lens.order - b.lens.order);
  return { article, findings, tints, lenses: read, paragraphs: spans(article.paragraphs), aside: spans(article.aside) };
}

/** As search_pattern in newslens/exploring/views.py. */
function pattern(words) {
  const escaped = words
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"))
    .join("\\s+")
    .replace(/['‘’]/g, "['‘’]")
    .replace(/["“”]/g, '["“”]');
  return escaped ? new RegExp(escaped, "giu") : null;
}

/** The marks that the findings make: words with the same part in several findings of a lens are marked once. */
function marks(findings) {
  const merged = new Map();
  const drawn = new Map();
  for (const finding of findings) {
    for (const part of finding.parts) {
      const name = `${part.start} ${part.end} ${finding.lens.order} ${part.weight}`;
      if (!merged.has(name)) merged.set(name, { ...part, lens: finding.lens, findings: [] });
      const mark = merged.get(name);
      if (!mark.findings.includes(finding)) mark.findings.push(finding);
      const same = `${part.start} ${part.end} ${part.role}`;
      if (!drawn.has(same)) drawn.set(same, finding.lens);
      mark.quiet = drawn.get(same) !== finding.lens;
    }
  }
  return [...merged.values()].sort((a, b) => a.start - b.start || b.end - a.end || a.lens.order - b.lens.order);
}

/** Sets what each lens looks like: its color, its line under the words, and how far below them. */
function look(element, lens, distances = [3, 3, 3]) {
  element.style.setProperty("--c", lens.color);
  element.style.textDecorationStyle = lens.line;
  element.style.textUnderlineOffset = `${distances[lens.order % 3]}px`;
  return element;
}

function paintText({ article, paragraphs, aside, tints }, shown, hits) {
  const text = article.text;
  const made = new Map(shown.map((finding) => [finding, []]));
  const all = marks(shown);
  const page = document.createDocumentFragment();

  function label(mark, open) {
    const named = mark.findings.filter((finding) => !open.some((o) => o.end === mark.end && o.findings.includes(finding)));
    if (mark.weight === "cue" || mark.quiet || !named.length) return null;
    const more = named.length > 2 ? `+${named.length - 1}` : named.length > 1 ? ` ${named[1].id}` : "";
    return make("sup", { "aria-hidden": "true" }, named[0].id + more);
  }

  /** A label stays on the line of its last word. */
  function join(element, sign) {
    const last = element.lastChild;
    const word = last.nodeType === Node.TEXT_NODE ? last.data.match(/\S{0,30}$/)[0] : "";
    if (word) last.data = last.data.slice(0, -word.length);
    element.append(make("span", { className: "joint" }, word, sign));
  }

  function begin(mark, at) {
    const element = look(make("mark", { className: `w-${mark.weight}` }), mark.lens, [3, 6, 9]);
    if (mark.quiet) element.classList.add("quiet");
    else if (tints[mark.weight]) {
      element.classList.add("tinted");
      element.style.setProperty("--tint", `${100 * tints[mark.weight]}%`);
    }
    element.title = mark.findings.map((f) => `${f.id} ${mark.role.replaceAll("_", " ")}: ${f.what || f.lens.label}`).join("\n");
    element.mark = mark;
    element.classList.toggle("first", at === mark.start);
    for (const finding of mark.findings) made.get(finding).push(element);
    return element;
  }

  function stretch(low, high) {
    const p = make("p");
    const here = all.filter((mark) => mark.start < high && mark.end > low);
    const found = hits.filter(([start, end]) => start < high && end > low);
    const muted = aside.filter(([start, end]) => start < high && end > low);
    const edges = [...here.map((m) => [m.start, m.end]), ...found, ...muted].flat();
    const cuts = [...new Set([low, high, ...edges.filter((x) => low < x && x < high)])].sort((a, b) => a - b);
    const open = [];
    const close = (keep, at) => {
      while (open.length > keep) {
        const [mark, element] = open.pop();
        const sign = mark.end === at && label(mark, open.map(([o]) => o));
        if (sign) join(element, sign);
      }
    };
    for (let n = 0; n + 1 < cuts.length; n++) {
      const [start, end] = [cuts[n], cuts[n + 1]];
      const over = here.filter((mark) => mark.start <= start && mark.end >= end);
      let keep = 0;
      while (keep < Math.min(open.length, over.length) && open[keep][0] === over[keep]) keep++;
      close(keep, start);
      for (const mark of over.slice(keep)) {
        const element = begin(mark, Math.max(start, mark.start));
        (open.at(-1)?.[1] ?? p).append(element);
        open.push([mark, element]);
      }
      const inside = ([from, to]) => from <= start && end <= to;
      const hit = hits.findIndex(inside);
      const classes = [muted.some(inside) && "aside", hit >= 0 && "hit"].filter(Boolean).join(" ");
      const words = text.slice(start, end);
      const piece = classes ? make("span", { className: classes }, words) : words;
      if (hit >= 0) piece.dataset.hit = hit;
      (open.at(-1)?.[1] ?? p).append(piece);
    }
    close(0, high);
    return p;
  }

  let position = 0;
  for (const [low, high] of [...paragraphs, [text.length, text.length]]) {
    for (const line of text.slice(position, low).matchAll(/[^\n]*\S[^\n]*/g)) {
      const p = stretch(position + line.index, position + line.index + line[0].length);
      p.className = "aside";
      page.append(p);
    }
    if (low < high) {
      const p = stretch(low, high);
      if (text.slice(low, high).trim() === article.title) p.className = "headline";
      page.append(p);
    }
    position = high;
  }
  return [page, made];
}

/** Scrolls a pane, and the page only if the pane itself is out of sight. */
function reveal(pane, element, place, covered = 0) {
  const [box, at] = [pane.getBoundingClientRect(), element.getBoundingClientRect()];
  if (at.top < box.top + covered + 4 || at.bottom > box.bottom - 4) {
    pane.scrollTop += at.top - box.top - Math.max(covered + 4, (box.height - at.height) * place);
  }
  const now = element.getBoundingClientRect();
  if (now.top < 0 || now.top > window.innerHeight - 20) pane.scrollIntoView({ block: "nearest" });
}

function render({ model, el }) {
  const data = read(model.get("_data"));
  const find = (chosen) => chosen && data.findings.find((f) => f.lens.name === chosen[0] && f.id === chosen[1]);
  let [shown, rows, made, painted, selected, at] = [[], new Map(), new Map(), null, null, 0];
  let hits = [];
  let hit = -1;

  // ---- the page
  const chips = data.lenses.map((lens) => {
    const name = make("b", {}, lens.label);
    look(name, lens);
    const chip = make("button", { type: "button", className: "lens" });
    if (lens.letter) chip.append(make("i", { "aria-hidden": "true" }, lens.letter));
    chip.append(name, make("span", {}, String(lens.rows.length)));
    chip.title = "Click to show or hide, double click to show alone";
    chip.classList.toggle("none", !lens.rows.length);
    chip.onclick = () => {
      const names = model.get("lens");
      const kept = names.includes(lens.name) ? names.filter((n) => n !== lens.name) : [...names, lens.name];
      choose({ lens: kept });
    };
    chip.ondblclick = () => choose({ lens: [lens.name] });
    return [lens, chip];
  });
  const menus = Object.entries(MENUS).map(([menu, heading]) => {
    const select = make("select");
    select.onchange = () => choose({ [menu]: select.value });
    return [menu, select, make("label", {}, make("span", {}, heading), select)];
  });
  const slider = make("input", { type: "range", min: 0, max: 1, step: 0.05 });
  const least = make("output");
  slider.oninput = () => choose({ confidence: Number(slider.value) });
  const sure = make("label", {}, make("span", {}, "Confidence"), slider, least);
  const search = make("input", { type: "search", placeholder: "Search  /", spellcheck: false });
  search.setAttribute("aria-label", "Search findings and text");
  search.oninput = () => choose({ search: search.value });
  const status = make("p", { role: "status" });
  const clear = make("button", { type: "button", className: "plain" }, "Show all");
  clear.onclick = () => choose({ ...everything(), lens: model.get("lens") });
  const keys = make("dl", {}, ...KEYS.flatMap(([key, does]) => [make("dt", {}, key), make("dd", {}, does)]));
  const help = make("details", {}, make("summary", {}, "Keys"), keys);
  const text = make("div", { className: "text", tabIndex: 0, role: "region", lang: data.article.language });
  text.setAttribute("aria-label", "Article");
  const body = make("tbody");
  const heads = ["", "Who", "What", "Words"].map((head) => make("th", { scope: "col" }, head || make("span", { className: "unseen" }, "Finding")));
  const table = make("table", { role: "grid" }, make("thead", {}, make("tr", {}, ...heads)), body);
  table.setAttribute("aria-label", "Findings");
  const list = make("div", { className: "list" }, table);
  const spoken = make("p", { className: "unseen", "aria-live": "polite" });
  const root = make(
    "section",
    { className: "newslens-explorer", "data-lm-suppress-shortcuts": "true" },
    make("div", { className: "lenses", role: "group", "aria-label": "Lenses" }, ...chips.map(([, chip]) => chip)),
    make("div", { className: "filters", role: "group", "aria-label": "Choose by" }, ...menus.map((m) => m[2]), sure, search),
    make("div", { className: "state" }, status, clear, help),
    make("div", { className: "panes" }, text, list),
    spoken,
  );
  root.setAttribute("aria-label", `Findings in ${data.article.title ?? data.article.id}`);
  el.append(root);

  // ---- what is chosen
  const everything = () => ({ ...Object.fromEntries(Object.keys(MENUS).map((m) => [m, ALL])), confidence: 0, search: "" });

  function send(values) {
    for (const [name, value] of Object.entries(values)) model.set(name, value);
    model.save_changes();
    refresh();
  }

  function choose(values) {
    const next = Object.fromEntries(CHOICES.map((name) => [name, values[name] ?? model.get(name)]));
    const of = data.findings.filter((f) => next.lens.includes(f.lens.name));
    for (const menu of Object.keys(MENUS)) {
      if (next[menu] !== ALL && !of.some((f) => f[menu] === next[menu])) next[menu] = ALL;
    }
    if (selected && !fitting(next).includes(selected) && !values.selected) next.selected = null;
    send({ ...next, ...(values.selected ? { selected: values.selected } : {}) });
  }

  function fitting(choice, but = null) {
    const wanted = Object.keys(MENUS).filter((menu) => menu !== but && choice[menu] !== ALL);
    const searched = pattern(choice.search);
    return data.findings.filter(
      (f) =>
        choice.lens.includes(f.lens.name) &&
        wanted.every((menu) => f[menu] === choice[menu]) &&
        (f.confidence === null || f.confidence >= choice.confidence) &&
        (!searched || f.said.search(searched) >= 0),
    );
  }

  function select(finding, part = 0) {
    at = part;
    if (finding && !shown.includes(finding)) {
      const lens = [...new Set([...model.get("lens"), finding.lens.name])];
      choose({ ...everything(), lens, selected: [finding.lens.name, finding.id] });
    } else send({ selected: finding ? [finding.lens.name, finding.id] : null });
  }

  function step(by) {
    if (!shown.length) return;
    const now = shown.indexOf(selected);
    const next = now < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.min(Math.max(now + by, 0), shown.length - 1);
    select(shown[next]);
  }

  /** The findings that share words with one: what a click may have meant as well. */
  const beside = (finding) =>
    shown.filter((f) => f === finding || f.parts.some((a) => finding.parts.some((b) => a.start < b.end && b.start < a.end)));

  // ---- what is drawn
  function refresh() {
    const choice = Object.fromEntries(CHOICES.map((name) => [name, model.get(name)]));
    const now = JSON.stringify(choice);
    const inside = list.contains(document.activeElement);
    const before = selected;
    if (now !== painted) {
      painted = now;
      shown = fitting(choice);
      drawChoice(choice);
      const searched = pattern(choice.search);
      hits = searched ? [...data.article.text.matchAll(searched)].map((m) => [m.index, m.index + m[0].length]) : [];
      hit = -1;
      let page;
      [page, made] = paintText(data, shown, hits);
      text.replaceChildren(page);
      rows = new Map(shown.map((finding) => [finding, drawRow(finding)]));
      body.replaceChildren(...rows.values());
      if (!shown.length) body.append(make("tr", {}, make("td", { colSpan: 4 }, choice.lens.length ? "Nothing fits this choice." : "Choose a lens.")));
      table.setAttribute("aria-rowcount", shown.length + 1);
      selected = null;
      const of = data.findings.filter((f) => choice.lens.includes(f.lens.name)).length;
      const places = hits.length ? `, ${hits.length} ${hits.length === 1 ? "place" : "places"} in the text` : "";
      const found = `${shown.length} ${shown.length === 1 && of === 1 ? "finding" : "findings"}`;
      status.textContent = (shown.length < of ? `${shown.length} of ${of} findings` : found) + places;
      clear.hidden = shown.length === of && !choice.search;
    }
    const wanted = find(model.get("selected")) ?? null;
    const next = rows.has(wanted) ? wanted : null;
    if (next !== selected) drawSelected(next);
    if (inside && (next ?? before)) (rows.get(next) ?? body.querySelector("tr[tabindex='0']"))?.focus({ preventScroll: true });
    if (next) show();
  }

  function drawChoice(choice) {
    for (const [lens, chip] of chips) chip.setAttribute("aria-pressed", choice.lens.includes(lens.name));
    for (const [menu, select, label] of menus) {
      const counts = new Map();
      for (const f of data.findings) if (f[menu] && choice.lens.includes(f.lens.name)) counts.set(f[menu], 0);
      const others = fitting(choice, menu);
      for (const f of others) if (f[menu]) counts.set(f[menu], counts.get(f[menu]) + 1);
      const options = [[ALL, others.length], ...counts].map(([value, n]) => new Option(`${value} (${n})`, value));
      select.replaceChildren(...options);
      select.value = choice[menu];
      label.hidden = counts.size < 2;
      label.classList.toggle("set", choice[menu] !== ALL);
    }
    sure.hidden = !data.findings.some((f) => f.confidence !== null && choice.lens.includes(f.lens.name));
    sure.classList.toggle("set", choice.confidence > 0);
    slider.value = choice.confidence;
    least.textContent = choice.confidence ? `≥ ${choice.confidence.toFixed(2)}` : "any";
    if (search.value !== choice.search) search.value = choice.search;
  }

  function drawRow(finding) {
    const sign = look(make("b", {}, finding.id), finding.lens);
    const cell = (words, tag = "td") => make(tag, {}, make("span", {}, words));
    const row = make("tr", { className: "row", tabIndex: -1 });
    row.append(make("th", { scope: "row", title: finding.lens.label }, sign), cell(finding.source), cell(finding.what), cell(finding.words));
    row.style.setProperty("--c", finding.lens.color);
    row.setAttribute("aria-selected", "false");
    row.onclick = () => select(finding);
    row.finding = finding;
    return row;
  }

  function drawSelected(finding) {
    for (const element of text.querySelectorAll("mark.on")) element.classList.remove("on", "now");
    body.querySelector("tr.more")?.remove();
    const old = rows.get(selected);
    old?.setAttribute("aria-selected", "false");
    selected = finding;
    for (const row of rows.values()) row.tabIndex = -1;
    const row = rows.get(finding ?? shown[0]);
    if (row) row.tabIndex = 0;
    if (!finding) return;
    row.setAttribute("aria-selected", "true");
    row.after(drawMore(finding));
    for (const element of made.get(finding)) {
      const part = finding.parts.find((p) => p.start === element.mark.start && p.end === element.mark.end && p.weight === element.mark.weight);
      element.classList.add("on");
      element.dataset.role = part.role.replaceAll("_", " ");
    }
    spoken.textContent = `${finding.id}, ${finding.lens.label}: ${[finding.source, finding.what, finding.words].filter(Boolean).join("; ")}`;
  }

  /** What opens under the chosen row: each part of the evidence, and the fields that the evidence does not tell. */
  function drawMore(finding) {
    const words = finding.parts.map((part) => data.article.text.slice(part.start, part.end));
    const roles = new Map();
    finding.parts.forEach((part, n) => roles.set(part.role, [...(roles.get(part.role) ?? []), n]));
    const fact = (heading, ...said) => make("div", {}, make("dt", {}, heading), make("dd", {}, ...said));
    const evidence = [...roles].map(([role, numbers]) =>
      fact(role.replaceAll("_", " "), ...numbers.map((n) => {
        const button = make("button", { type: "button", className: "words" }, words[n]);
        button.title = "To these words in the text";
        button.onclick = () => { at = n; show(true); };
        return button;
      })),
    );
    const told = (value) => words.some((w) => w === value) || value.split(/; | … /).every((v) => words.includes(v));
    const fields = finding.cells.map((value, n) => [finding.lens.columns[n], value, finding.lens.to[n]]);
    const facts = fields.filter(([, value]) => value !== "–" && !told(value)).map(([heading, value, to]) =>
      fact(heading, ...(to ? value.split("; ").map((id) => leading(find([to, id]), id)) : [value])),
    );
    const others = beside(finding).filter((f) => f !== finding);
    const also = others.slice(0, 12).map((f) => leading(f, f.id));
    if (others.length > 12) also.push(` and ${others.length - 12} more`);
    const lists = [make("dl", { className: "evidence" }, ...evidence), make("dl", {}, ...facts, ...(also.length ? [fact("on the same words", ...also)] : []))];
    const more = make("tr", { className: "more" }, make("td", { colSpan: 4 }, ...lists));
    more.style.setProperty("--c", finding.lens.color);
    return more;
  }

  function leading(finding, id) {
    if (!finding) return make("span", {}, id);
    const button = make("button", { type: "button", className: "to" }, look(make("b", {}, id), finding.lens));
    button.setAttribute("aria-label", `${id}, ${finding.lens.label}`);
    button.title = `${finding.lens.label}: ${[finding.source, finding.what].filter(Boolean).join(", ")}`;
    button.onclick = () => select(finding);
    return button;
  }

  /** Brings the chosen finding into view on both sides; with `part`, the words of one of its parts. */
  function show(part = false) {
    const row = rows.get(selected);
    const more = row.nextElementSibling;
    const both = { getBoundingClientRect: () => {
      const [above, below] = [row.getBoundingClientRect(), more.getBoundingClientRect()];
      return { top: above.top, bottom: below.bottom, height: below.bottom - above.top };
    } };
    const head = table.tHead.offsetHeight;
    if (!part) reveal(list, row.offsetHeight + more.offsetHeight < list.clientHeight - head ? both : row, 0.1, head);
    const elements = made.get(selected);
    const wanted = selected.parts[Math.min(at, selected.parts.length - 1)];
    const element = wanted && (elements.find((e) => e.mark.start === wanted.start && e.mark.end === wanted.end) ?? elements[0]);
    for (const e of elements) e.classList.toggle("now", part && e.mark === element.mark);
    if (element) reveal(text, element, 0.3);
  }

  // ---- clicks and keys
  text.addEventListener("click", (event) => {
    if (!document.getSelection()?.isCollapsed) return;
    const here = [];
    for (let e = event.target; e && e !== text; e = e.parentElement) here.push(...(e.mark?.findings ?? []));
    const under = [...new Set(here)];
    select(under.length ? under[(under.indexOf(selected) + 1) % under.length] : null);
  });

  function toHit(by) {
    if (!hits.length) return;
    hit = (hit + by + hits.length) % hits.length;
    const spans = [...text.querySelectorAll(".hit")];
    for (const span of spans) span.classList.toggle("now", span.dataset.hit === String(hit));
    const span = spans.find((s) => s.classList.contains("now"));
    if (span) reveal(text, span, 0.3);
  }

  const turn = (by) => {
    if (!selected?.parts.length) return;
    at = (at + by + selected.parts.length) % selected.parts.length;
    show(true);
  };

  const press = {
    j: () => step(1), n: () => step(1), k: () => step(-1), p: () => step(-1),
    o: () => { if (selected) { const same = beside(selected); select(same[(same.indexOf(selected) + 1) % same.length]); } },
    "/": () => { search.focus(); search.select(); },
    Escape: () => select(null),
  };
  const inList = {
    ArrowDown: () => step(1), ArrowUp: () => step(-1), ArrowRight: () => turn(1), ArrowLeft: () => turn(-1),
    PageDown: () => step(10), PageUp: () => step(-10), Home: () => step(-Infinity), End: () => step(Infinity),
  };
  const inSearch = {
    Escape: () => (search.value ? choose({ search: "" }) : (body.querySelector("tr[tabindex='0']") ?? text).focus()),
    Enter: (event) => toHit(event.shiftKey ? -1 : 1),
    ArrowDown: () => { if (!selected) step(1); body.querySelector("tr[tabindex='0']")?.focus(); },
  };

  root.addEventListener("keydown", (event) => {
    event.stopPropagation(); // the notebook around has keys of its own
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const row = event.target.closest("tr.row");
    let does;
    if (event.target === search) does = inSearch[event.key];
    else if (event.target.matches("select, input")) does = event.key === "Escape" ? press.Escape : null;
    else does = press[event.key] ?? (list.contains(event.target) ? inList[event.key] : null);
    if (row && (event.key === "Enter" || event.key === " ")) {
      does = () => (row.finding === selected ? show(true) : select(row.finding));
    }
    if (!does) return;
    event.preventDefault();
    does(event);
  });

  const watched = [...CHOICES, "selected"].map((name) => `change:${name}`);
  let waiting = false;
  const changed = () => { // a message from Python may change several: draw once
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => { waiting = false; refresh(); });
  };
  for (const name of watched) model.on(name, changed);
  refresh();
  return () => { for (const name of watched) model.off(name, changed); };
}

export default { render };
