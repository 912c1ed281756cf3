"use strict";
// Puts the page together from its data: sections of texts, tables and charts, in the
// language that the reader chooses. Nothing is loaded from anywhere.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const page = data.page, main = document.getElementById("page");
  let language = data.languages[location.hash.slice(1)] ? location.hash.slice(1) : data.opens;
  let drawn = [];

  const said = (text) => (text && text.said ? text.said[language] : text);

  function made(name, attributes, ...children) {
    const found = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) found.setAttribute(key, value);
    found.append(...children);
    return found;
  }

  function plain(block) {
    if (block === null || typeof block !== "object") return block;
    if (block.said) return said(block);
    if (Array.isArray(block)) return block.map(plain);
    return Object.fromEntries(Object.entries(block).map(([key, value]) => [key, plain(value)]));
  }

  function head(each) {
    const cell = made("th", { scope: "col" }, each.name);
    if (each.right) cell.className = "right";
    if (each.about) cell.title = each.about;
    if (each.unit) cell.append(made("small", {}, each.unit));
    return cell;
  }

  // Lets a path of the plant file go on in the next line after a point or a line.
  function pieces(text) {
    return text.split(/(?<=[a-z][._/])(?=[a-z])/i).flatMap((piece, place) =>
      (place ? [document.createElement("wbr"), piece] : [piece]));
  }

  function row(block, cells, place, long) {
    const found = made("tr");
    cells.forEach((text, column) => {
      const cell = made("td", {}, ...pieces(text));
      if (block.heads[column].right) cell.className = "right";
      if (long[column]) cell.className = "long";
      if (block.looks && column === block.look_column) cell.className = `verdict ${block.looks[place]}`;
      found.append(cell);
    });
    return found;
  }

  function table(block) {
    const whole = made("div");
    if (block.title) whole.append(made("h3", {}, block.title));
    const body = made("tbody");
    // A column of sentences keeps some breadth where the others push it aside.
    const long = block.heads.map((each, column) =>
      !each.right && block.rows.some((cells) => cells[column].length > 40));
    const rows = block.rows.map((cells, place) => row(block, cells, place, long));
    body.append(...rows);
    const named = block.heads.some((each) => each.name);
    const found = made("table", {}, ...(named ? [made("thead", {}, made("tr", {}, ...block.heads.map(head)))] : []), body);
    const scrolls = made("div", { class: "scrolls", tabindex: "0", role: "region", "aria-label": block.title || block.heads[0].name || "table" }, found);
    const later = rows.slice(block.most);
    if (block.search) whole.append(search(block, rows, later));
    whole.append(scrolls);
    if (later.length) whole.append(more(later, rows.length));
    return whole;
  }

  function more(later, count) {
    later.forEach((each) => each.classList.add("later", "hidden"));
    const button = made("button", { class: "more", type: "button" }, `${said(page.all_rows)} (${count})`);
    button.addEventListener("click", () => {
      later.forEach((each) => each.classList.remove("hidden"));
      button.remove();
    });
    return button;
  }

  function search(block, rows, later) {
    const field = made("input", { class: "search", type: "search", placeholder: block.search, "aria-label": block.search });
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLowerCase();
      rows.forEach((each) => {
        const fits = wanted ? each.textContent.toLowerCase().includes(wanted) : !later.includes(each);
        each.classList.toggle("hidden", !fits);
      });
    });
    return field;
  }

  function figures(block) {
    return made("div", { class: "figures" }, ...block.items.map((each) =>
      made("div", {}, made("span", {}, each.name), made("b", {}, each.value, made("i", {}, each.unit)), made("small", {}, each.bounds))));
  }

  function legend(spec) {
    const rows = spec.chart === "bars" ? spec.legend.map((each) => [each, false]) : [
      ...(spec.stacks || []).map((each) => [each, false]), ...(spec.lines || []).map((each) => [each, true])];
    return made("ul", { class: "legend" }, ...rows.map(([each, isLine]) =>
      made("li", {}, charts.swatch(each.look, isLine), each.name)));
  }

  function map(spec) {
    const first = made("tr", {}, made("th", {}, `${spec.down_name} ↓  ${spec.across_name} →`),
      ...spec.across.map((name) => made("th", { class: "right", scope: "col" }, name)));
    const rows = spec.cells.map((cells, place) => made("tr", {},
      made("th", { scope: "row", class: "right" }, spec.down[place]),
      ...cells.map((cell) => made("td", cell && cell.holds ? { class: "holds" } : {}, cell ? cell.text : ""))));
    return made("div", { class: "scrolls", tabindex: "0", role: "region", "aria-label": spec.title },
      made("table", { class: "map" }, made("thead", {}, first), made("tbody", {}, ...rows)));
  }

  function chart(spec) {
    const caption = made("figcaption", {}, spec.title);
    const found = made("figure", {}, caption);
    if (spec.about) found.append(made("p", { class: "about" }, spec.about));
    if (spec.chart === "map") {
      found.append(map(spec));
      return found;
    }
    if (spec.chart !== "flow") found.append(legend(spec));
    const room = made("div", spec.chart === "flow" ? { class: "scrolls", tabindex: "0", role: "region", "aria-label": spec.title } : {});
    found.append(room);
    drawn.push({ spec, room });
    if (spec.table) {
      found.append(made("details", {}, made("summary", {}, said(page.numbers)), table(spec.table)));
    }
    return found;
  }

  const KINDS = {
    text: (block) => made("p", { class: block.tone }, block.text),
    code: (block) => made("pre", {}, made("code", {}, block.text)),
    table, figures, chart,
  };

  function draw(width) {
    const marks = { thousands: said(page.thousands), point: said(page.point), percent: said(page.percent) };
    for (const { spec, room } of drawn) {
      room.replaceChildren(charts.draw(spec, width || Math.max(280, main.clientWidth - 32), marks));
    }
  }

  function switcher() {
    return made("div", { class: "languages", role: "group", "aria-label": said(page.language) },
      ...Object.entries(data.languages).map(([code, name]) => {
        const button = made("button", { type: "button", lang: code, "aria-pressed": String(code === language) }, name);
        button.addEventListener("click", () => {
          language = code;
          show();
          main.querySelector(`.languages [lang="${code}"]`).focus();
        });
        return button;
      }));
  }

  function show() {
    document.documentElement.lang = language;
    document.title = said(page.title);
    drawn = [];
    const links = page.sections.map((each) => made("a", { href: `#${each.key}` }, said(each.title)));
    const sections = page.sections.map((each) => made("section", { id: each.key },
      made("h2", {}, said(each.title)), ...each.blocks.map((block) => {
        const spoken = plain(block);
        return KINDS[spoken.kind](spoken);
      })));
    main.replaceChildren(
      made("header", {}, made("h1", {}, said(page.title)), made("p", { class: "subtitle" }, said(page.subtitle)), made("p", { class: "note" }, said(page.typed)), switcher()),
      made("nav", { class: "contents", "aria-label": said(page.contents) }, ...links),
      ...sections);
    draw();
  }

  let width = 0;
  show();
  new ResizeObserver(() => {
    if (main.clientWidth === width) return;
    width = main.clientWidth;
    draw();
  }).observe(main);
  window.addEventListener("beforeprint", () => {
    draw(690);
    main.querySelectorAll(".later").forEach((each) => each.classList.remove("hidden"));
  });
  window.addEventListener("afterprint", () => draw());
})();
