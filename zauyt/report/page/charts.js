"use strict";
// Draws charts as SVG from plain tables. It knows nothing of plants: bars that lie,
// columns that stand with lines over them, and boxes with ways between them.
const charts = (() => {
  const NS = "http://www.w3.org/2000/svg";
  const INK = "#1f2530", SOFT = "#5a6372", RULE = "#d9dde3", WANTED = "#b3261e";
  // Each look is a colour and a hatching, so that it is told without colour, too.
  const LOOKS = {
    working: ["#2f9e5f", ""], set_up: ["#3572d4", "\\"], down: ["#cf3a34", "x"],
    waiting: ["#8d6cc0", "-"], blocked: ["#f0c233", "/"], starved: ["#b9c0c9", "."],
    ideal: ["#343a46", ""], out: ["#2f9e5f", ""], loss: ["#cf3a34", "/"],
    gain: ["#2f9e5f", "\\"], shop: ["#343a46", ""], line: ["#3572d4", ""],
    station: ["#9db8e8", "."], met: ["#2f9e5f", ""], at_risk: ["#e0a100", "/"],
    missed: ["#cf3a34", "x"], wanted: [WANTED, ""],
  };
  let made = 0;

  function element(name, attributes, text) {
    const found = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes || {})) {
      found.setAttribute(key, value);
    }
    if (text !== undefined) found.textContent = text;
    return found;
  }

  function root(width, height, title) {
    const svg = element("svg", {
      viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": title,
    });
    svg.id = `chart${(made += 1)}`;
    svg.append(element("defs"));
    return svg;
  }

  // Gives what a look is filled with; its hatching is put into the drawing once.
  function fill(svg, look) {
    const [colour, hatch] = LOOKS[look] || ["#3572d4", ""];
    if (!hatch) return colour;
    const id = `${svg.id}-${look}`;
    if (!svg.querySelector(`#${id}`)) {
      const paths = {
        "/": "M0,6 L6,0", "\\": "M0,0 L6,6", x: "M0,6 L6,0 M0,0 L6,6", "-": "M0,3 L6,3",
        ".": "M2,3 L4,3",
      };
      const pattern = element("pattern", {
        id, width: 6, height: 6, patternUnits: "userSpaceOnUse",
      });
      pattern.append(element("rect", { width: 6, height: 6, fill: colour }));
      pattern.append(element("path", {
        d: paths[hatch], stroke: "#fff", "stroke-width": 0.9, opacity: 0.75,
      }));
      svg.querySelector("defs").append(pattern);
    }
    return `url(#${id})`;
  }

  // Letters of Korean take about twice the room of Latin ones.
  function breadth(text, size) {
    let sum = 0;
    for (const letter of text) sum += letter.codePointAt(0) > 0x1100 ? 1.0 : 0.56;
    return sum * size;
  }

  function cut(text, room, size) {
    if (breadth(text, size) <= room) return text;
    let kept = text;
    while (kept && breadth(`${kept}…`, size) > room) kept = kept.slice(0, -1);
    return `${kept}…`;
  }

  function steps(low, high, count) {
    const raw = (high - low) / Math.max(1, count) || 1;
    const power = 10 ** Math.floor(Math.log10(raw));
    const step = [1, 2, 2.5, 5, 10].find((each) => each * power >= raw) * power;
    const found = [];
    for (let at = Math.ceil(low / step); at * step <= high + step / 1e6; at += 1) {
      found.push(at * step);
    }
    return found;
  }

  function number(value, unit, say) {
    const shown = unit === "share" ? value * 100 : value;
    // As many decimals as the mark of an axis has: 12.5 is not 13.
    const places = [0, 1, 2, 3].find((each) => Math.abs(shown - shown.toFixed(each)) < 1e-6) ?? 4;
    const [whole, part] = Math.abs(shown).toFixed(places).split(".");
    const groups = whole.replace(/\B(?=(\d{3})+$)/g, say.thousands);
    const sign = shown < 0 ? "−" : "";
    return sign + groups + (part ? say.point + part : "") + (unit === "share" ? say.percent : "");
  }

  function extent(values) {
    const known = values.filter((each) => each !== null && each !== undefined);
    return [Math.min(0, ...known), Math.max(0, ...known)];
  }

  function bars(spec, width, say) {
    const size = width < 480 ? 11 : 12.5, high = 22;
    const INDENT = { line: 10, station: 20 };
    const names = spec.rows.map((row) => breadth(row.name, size) + (INDENT[row.level] || 0));
    const room = Math.min(width * (width < 480 ? 0.42 : 0.36), 12 + Math.max(...names));
    const after = Math.max(20, 14 + Math.max(0, ...spec.rows.map((row) =>
      breadth(row.label + (row.also ? `  (${row.also})` : ""), size))));
    const height = spec.rows.length * high + 30;
    const svg = root(width, height, spec.title);
    const every = spec.rows.flatMap((row) => [
      row.mark, row.low, row.high, ...row.spans.flatMap((s) => [s.from, s.to])]);
    let [low, top] = extent(every);
    if (spec.tight) {
      // Only differences matter: the axis need not begin at zero.
      const known = every.filter((each) => each !== null && each !== undefined);
      [low, top] = [Math.min(...known), Math.max(...known)];
    }
    if (top === low) top = low + 1;
    const from = room, to = Math.max(room + 40, width - after);
    const x = (value) => from + (value - low) / (top - low) * (to - from);
    const axis = height - 26;
    for (const at of steps(low, top, (to - from) / 75)) {
      svg.append(element("line", { x1: x(at), x2: x(at), y1: 0, y2: axis, stroke: RULE }));
      svg.append(element("text", {
        x: x(at), y: axis + 15, "font-size": size - 1.5, "text-anchor": "middle", style: `fill:${SOFT}`,
      }, number(at, spec.unit, say)));
    }
    spec.rows.forEach((row, place) => {
      const y = place * high + 3, middle = y + (high - 6) / 2;
      const indent = INDENT[row.level] || 0;
      const name = element("text", { x: indent, y: middle + size * 0.36, "font-size": size },
        cut(row.name, room - 8 - indent, size));
      if (row.level === "shop") name.setAttribute("font-weight", "600");
      name.append(element("title", {}, row.name));
      svg.append(name);
      let end = x(Math.max(0, low));
      for (const each of row.spans) {
        const [a, b] = [x(each.from), x(each.to)].sort((p, q) => p - q);
        svg.append(element("rect", {
          x: a, y, width: Math.max(1, b - a), height: high - 6, fill: fill(svg, each.look),
        }));
        end = Math.max(end, b);
      }
      if (row.low !== undefined && row.low !== null) {
        const [a, b] = [x(row.low), x(row.high)];
        svg.append(element("path", {
          d: `M${a},${middle} H${b} M${a},${middle - 4} v8 M${b},${middle - 4} v8`,
          stroke: INK, "stroke-width": 1.5, fill: "none",
        }));
        end = Math.max(end, b);
      }
      if (row.mark !== undefined && row.mark !== null) {
        svg.append(element("line", {
          x1: x(row.mark), x2: x(row.mark), y1: y - 2, y2: y + high - 4, stroke: WANTED, "stroke-width": 2.5,
        }));
        if (Math.abs(x(row.mark) - end) < 60) end = Math.max(end, x(row.mark));
      }
      const label = element("text", { x: end + 5, y: middle + size * 0.36, "font-size": size }, row.label);
      if (row.also) label.append(element("tspan", { style: `fill:${SOFT}` }, `  (${row.also})`));
      svg.append(label);
    });
    return svg;
  }

  function columns(spec, width, say) {
    const size = width < 480 ? 10.5 : 12, top = 12, floor = 208;
    const sums = spec.names.map((_, place) => {
      const pieces = spec.stacks.map((stack) => stack.values[place] || 0);
      const up = pieces.filter((p) => p > 0).reduce((a, b) => a + b, 0);
      return [up, pieces.filter((p) => p < 0).reduce((a, b) => a + b, 0)];
    });
    const drawn = [...spec.stacks, ...spec.lines];
    const [low, most] = extent([
      ...sums.flat(), ...drawn.flatMap((s) => [...(s.high || []), ...(s.low || [])]),
      ...spec.lines.flatMap((s) => s.values)]);
    const high = most === low ? low + 1 : most;
    const marks = steps(low, high, 5);
    const from = 12 + Math.max(...marks.map((m) => breadth(number(m, spec.unit, say), size)));
    const each = (width - from - 8) / Math.max(1, spec.names.length);
    const slanted = Math.max(...spec.names.map((name) => breadth(name, size))) > each - 4;
    const svg = root(width, floor + (slanted ? 62 : 26), spec.title);
    const y = (value) => floor - (value - low) / (high - low) * (floor - top);
    const x = (place) => from + (place + 0.5) * each;
    for (const at of marks) {
      svg.append(element("line", { x1: from, x2: width - 8, y1: y(at), y2: y(at), stroke: at ? RULE : SOFT }));
      svg.append(element("text", {
        x: from - 6, y: y(at) + size * 0.36, "font-size": size, "text-anchor": "end", style: `fill:${SOFT}`,
      }, number(at, spec.unit, say)));
    }
    spec.names.forEach((_, place) => {
      let up = 0, down = 0;
      for (const stack of spec.stacks) {
        const value = stack.values[place] || 0;
        const begin = value >= 0 ? up : down, end = begin + value;
        if (value >= 0) up = end; else down = end;
        svg.append(element("rect", {
          x: x(place) - each * 0.36, width: each * 0.72, y: Math.min(y(begin), y(end)),
          height: Math.abs(y(begin) - y(end)), fill: fill(svg, stack.look),
        }));
        if (stack.low && stack.low[place] !== null && stack.high[place] !== null) {
          svg.append(element("line", {
            x1: x(place), x2: x(place), y1: y(stack.low[place]), y2: y(stack.high[place]),
            stroke: INK, "stroke-width": 1.6,
          }));
        }
      }
    });
    for (const line of spec.lines) drawLine(svg, line, x, y);
    names(svg, spec.names, { x, each, floor, size, slanted });
    return svg;
  }

  function drawLine(svg, line, x, y) {
    const [colour] = LOOKS[line.look] || [INK];
    const known = line.values.map((v, place) => [place, v]).filter(([, v]) => v !== null);
    if (line.low && line.low.some((v) => v !== null)) {
      const there = line.low.map((_, place) => place).filter((p) => line.low[p] !== null);
      const over = there.map((p) => `${x(p)},${y(line.high[p])}`);
      const under = there.map((p) => `${x(p)},${y(line.low[p])}`).reverse();
      svg.append(element("polygon", { points: [...over, ...under].join(" "), fill: colour, opacity: 0.2 }));
    }
    svg.append(element("polyline", {
      points: known.map(([p, v]) => `${x(p)},${y(v)}`).join(" "), fill: "none", stroke: colour,
      "stroke-width": 2, "stroke-dasharray": line.look === "wanted" ? "6 4" : "none",
    }));
    if (known.length < 16) {
      for (const [p, v] of known) svg.append(element("circle", { cx: x(p), cy: y(v), r: 2.5, fill: colour }));
    }
  }

  function names(svg, every, { x, each, floor, size, slanted }) {
    const step = slanted ? Math.max(1, Math.ceil((size + 3) / each)) : 1;
    every.forEach((name, place) => {
      if (place % step) return;
      const at = { x: x(place), y: floor + 16, "font-size": size, "text-anchor": "middle" };
      if (slanted) {
        at.transform = `rotate(-45 ${x(place)} ${floor + 14})`;
        at["text-anchor"] = "end";
      }
      svg.append(element("text", at, name));
    });
  }

  function flow(spec, width) {
    // As wide as what is said in the boxes asks, within reason.
    const said = spec.nodes.flatMap((n) => [[n.name, 12.5], [n.about, 10.5], [n.also, 10.5]]);
    const room = 16 + Math.max(0, ...said.map(([text, size]) => breadth(text || "", size)));
    const wide = Math.min(190, Math.max(126, room)), tall = 52, gapX = 34, gapY = 14, left = 74;
    const heights = spec.shops.map((shop) =>
      1 + Math.max(0, ...spec.nodes.filter((n) => n.shop === shop.key).map((n) => n.row)));
    const across = 1 + Math.max(0, ...spec.nodes.map((n) => n.column));
    const full = left + across * (wide + gapX) + 6;
    const tops = [];
    let total = 10;
    heights.forEach((count) => { tops.push(total); total += count * (tall + gapY) + 30; });
    const svg = root(full, total, spec.title);
    svg.setAttribute("class", "wide");
    const arrow = element("marker", {
      id: `${svg.id}-arrow`, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto",
    });
    arrow.append(element("path", { d: "M0,0 L8,4 L0,8 z", fill: SOFT }));
    svg.querySelector("defs").append(arrow);
    const at = {};
    for (const node of spec.nodes) {
      const shop = spec.shops.findIndex((each) => each.key === node.shop);
      at[node.key] = { x: left + node.column * (wide + gapX), y: tops[shop] + node.row * (tall + gapY), shop };
    }
    spec.shops.forEach((shop, place) => {
      const height = heights[place] * (tall + gapY) + 4;
      svg.append(element("rect", {
        x: 2, y: tops[place] - 8, width: full - 4, height, fill: place % 2 ? "#fff" : "#f5f6f8", stroke: RULE, rx: 6,
      }));
      svg.append(element("text", { x: 10, y: tops[place] + 12, "font-size": 13, "font-weight": 600 },
        cut(shop.name, left - 14, 13)));
    });
    for (const edge of spec.edges) ways(svg, edge, at[edge.from], at[edge.to], { wide, tall });
    for (const node of spec.nodes) box(svg, node, at[node.key], { wide, tall });
    return svg;
  }

  function ways(svg, edge, a, b, { wide, tall }) {
    const startX = a.x + wide, startY = a.y + tall / 2, endX = b.x, endY = b.y + tall / 2;
    let path;
    if (edge.back) {
      const under = Math.max(a.y, b.y) + tall + 9;
      path = `M${a.x + wide / 2},${a.y + tall} V${under} H${b.x + wide / 2} V${b.y + tall}`;
    } else if (a.shop !== b.shop) {
      const down = b.y > a.y, middle = down ? b.y - 19 : b.y + tall + 11;
      path = `M${a.x + wide - 20},${a.y + (down ? tall : 0)} V${middle} H${b.x + 20} V${down ? b.y : b.y + tall}`;
    } else {
      const bend = endX - 14;
      path = `M${startX},${startY} H${bend} V${endY} H${endX}`;
    }
    const line = element("path", {
      d: path, fill: "none", stroke: SOFT, "stroke-width": 1.4, "marker-end": `url(#${svg.id}-arrow)`,
      "stroke-dasharray": edge.look === "join" ? "5 3" : "none",
    });
    if (edge.name) line.append(element("title", {}, edge.name));
    svg.append(line);
  }

  function box(svg, node, place, { wide, tall }) {
    const group = element("g", {});
    group.append(element("rect", {
      x: place.x, y: place.y, width: wide, height: tall, rx: node.look === "store" ? 14 : 3,
      fill: node.look === "store" ? "#fff6da" : "#fff", stroke: INK, "stroke-width": 1.2,
    }));
    group.append(element("title", {}, [node.name, node.about, node.also].filter(Boolean).join("; ")));
    const lines = [[node.name, 12, INK, 600], [node.about, 10.5, SOFT, 400], [node.also, 10.5, SOFT, 400]];
    lines.filter(([text]) => text).forEach(([text, size, colour, weight], row) => {
      group.append(element("text", {
        x: place.x + 7, y: place.y + 15 + row * 14, "font-size": size, "font-weight": weight, style: `fill:${colour}`,
      }, cut(text, wide - 12, size)));
    });
    svg.append(group);
  }

  // Gives a small piece of a look, for a legend.
  function swatch(look, isLine) {
    const svg = root(22, 12, "");
    svg.removeAttribute("role");
    svg.removeAttribute("aria-label");
    svg.setAttribute("aria-hidden", "true");
    const [colour] = LOOKS[look] || [INK];
    svg.append(isLine
      ? element("line", {
        x1: 0, x2: 22, y1: 6, y2: 6, stroke: colour, "stroke-width": 2.5,
        "stroke-dasharray": look === "wanted" ? "6 4" : "none",
      })
      : element("rect", { width: 22, height: 12, fill: fill(svg, look) }));
    return svg;
  }

  const KINDS = { bars, columns, flow };
  return { draw: (spec, width, say) => KINDS[spec.chart](spec, width, say), swatch };
})();
