// Small charts as SVG. Every figure that they draw stands in a table or a text beside them, so the
// drawings of tables are hidden from screen readers; a line chart is a slider over its months.

const SVG = "http://www.w3.org/2000/svg";

/** Make an HTML element. Children are elements or texts; a text is never read as markup. */
function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** Make an SVG element. */
function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== "" && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

/** The frame of a bar in a table's row: as wide as its cell. */
function rowDrawing(...children) {
  const frame = { viewBox: "0 0 1000 20", preserveAspectRatio: "none", "aria-hidden": "true" };
  return svg("svg", frame, ...children.filter(Boolean));
}

const BAR_RANGE = [600, 1400];

/** A bar from 100 % to a rate, in tenths of a per cent; an arrow where it leaves the axis. */
function rateBar(rate, isSmall, company) {
  const [low, high] = BAR_RANGE;
  const place = (value) => ((Math.min(high, Math.max(low, value)) - low) / (high - low)) * 1000;
  const marks = [svg("line", { class: "axis", x1: place(1000), x2: place(1000), y1: 0, y2: 20 })];
  if (company !== null && company !== undefined) {
    const x = place(company);
    marks.push(svg("line", { class: "company-mark", x1: x, x2: x, y1: 0, y2: 20 }));
  }
  if (rate !== null) {
    const [from, to] = [place(1000), place(rate)].sort((a, b) => a - b);
    const style = isSmall ? "fill-small" : rate < 1000 ? "fill-down" : "fill-up";
    const width = rate === 1000 ? 0 : Math.max(to - from, 4);
    const bar = { class: style, x: from, y: 5, width, height: 10 };
    marks.unshift(svg("rect", bar));
    if (rate > high) marks.push(svg("path", { class: "edge fill-total", d: "M975 2L1000 10L975 18Z" }));
    if (rate < low) marks.push(svg("path", { class: "edge fill-total", d: "M25 2L0 10L25 18Z" }));
  }
  return rowDrawing(...marks);
}

/**
 * The bars of a bridge, one for each row.
 *
 * Steps are [amount, isTotal]. Where all that happens lies high above 0, the axis is cut; the start
 * is given so that the page can say so.
 */
function bridgeBars(steps, reference) {
  if (!steps.length) return { bars: [], start: 0 };
  const spans = [];
  let level = 0;
  for (const [amount, isTotal] of steps) {
    const from = isTotal ? 0 : level;
    level = isTotal ? amount : level + amount;
    spans.push([from, level, isTotal]);
  }
  const levels = spans.flatMap(([from, to, isTotal]) => (isTotal ? [to] : [from, to]));
  const high = Math.max(...levels, reference ?? 0, 1);
  const low = Math.min(...levels);
  const start = low > 0.75 * high ? Math.max(0, low - (high - low) * 0.3) : 0;
  const place = (value) => (Math.max(0, value - start) / (high - start || 1)) * 990;
  const bars = spans.map(([from, to, isTotal], number) => {
    const [left, right] = [place(from), place(to)].sort((a, b) => a - b);
    const style = isTotal ? "fill-total" : to < from ? "fill-down" : "fill-up";
    const next = spans[number + 1];
    return rowDrawing(
      svg("rect", { class: style, x: left, y: 3, width: to === from ? 0 : Math.max(right - left, 3), height: 14 }),
      isTotal && start > 0
        ? svg("path", { fill: "#fff", d: "M28 0L40 0L32 20L20 20Z" })
        : null,
      next ? svg("line", { class: "axis", x1: place(to), x2: place(to), y1: 17, y2: 20 }) : null,
      reference === undefined
        ? null
        : svg("line", { class: "axis", x1: place(reference), x2: place(reference), y1: 0, y2: 20 }),
    );
  });
  return { bars, start };
}

const PLOT = { height: 168, left: 44, right: 46, top: 8, bottom: 20 };

/** The axis that all charts of a panel share: from, to and the step of its lines. 100 % is on it. */
function rateAxis(values) {
  const low = Math.max(400, Math.min(960, ...values));
  const high = Math.min(1600, Math.max(1040, ...values));
  const step = high - low > 500 ? 200 : high - low > 250 ? 100 : 50;
  return [Math.floor(low / step) * step, Math.ceil(high / step) * step, step];
}

/**
 * A line chart of rates by month.
 *
 * Series are {style, values: [tenths or null], small: [flags]}. `write` gives the text of a rate and
 * `describe` that of a month: it is shown under the title, and read when an arrow key moves the month.
 */
function lineChart({ title, months, series, axis, width, describe, write }) {
  const { height, left, right, top, bottom } = PLOT;
  const [low, high, step] = axis;
  const last = months.length - 1;
  const x = (month) => left + (last ? month / last : 1) * (width - left - right);
  const y = (rate) => top + ((high - rate) / (high - low)) * (height - top - bottom);
  const inside = (rate) => Math.min(high, Math.max(low, rate));
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  for (let rate = low; rate <= high; rate += step) {
    const line = { class: rate === 1000 ? "hundred" : "grid", x1: left, x2: width - right };
    picture.append(svg("line", { ...line, y1: y(rate), y2: y(rate) }));
    const label = { x: left - 6, y: y(rate) + 4, "text-anchor": "end" };
    picture.append(svg("text", label, `${rate / 10}\u00a0%`));
  }
  const years = months.map((day, month) => [day, month]).filter(([day]) => day.slice(5, 7) === "01");
  const yearStep = Math.ceil(years.length / Math.max(1, (width - left - right) / 42));
  years.forEach(([day, month], number) => {
    picture.append(svg("line", { class: "grid", x1: x(month), x2: x(month), y1: top, y2: height - bottom }));
    if (number % yearStep) return;
    picture.append(svg("text", { x: x(month), y: height - 5, "text-anchor": "middle" }, day.slice(0, 4)));
  });
  const ends = [];
  for (const { values, small, style } of [...series].reverse()) {
    let path = "";
    values.forEach((rate, month) => {
      if (rate === null || small[month]) return;
      const before = month > 0 && values[month - 1] !== null && !small[month - 1];
      path += `${before ? "L" : "M"}${x(month).toFixed(1)} ${y(inside(rate)).toFixed(1)}`;
    });
    picture.append(svg("path", { class: `line ${style}`, d: path }));
    values.forEach((rate, month) => {
      if (rate === null) return;
      if (rate < low || rate > high) {
        const [tip, base] = rate > high ? [top, top + 7] : [height - bottom, height - bottom - 7];
        const d = `M${x(month)} ${tip}L${x(month) - 4} ${base}L${x(month) + 4} ${base}Z`;
        picture.append(svg("path", { class: `edge ${small[month] ? "small" : style}`, d }));
      } else if (small[month] && style !== "company") {
        picture.append(svg("circle", { class: "dot small", cx: x(month), cy: y(rate), r: 2 }));
      } else if (month === last && style !== "company") {
        picture.append(svg("circle", { class: `dot ${style}`, cx: x(month), cy: y(rate), r: 3 }));
      }
    });
    const end = values[last];
    if (end !== null && end !== undefined && style !== "company") {
      ends.push({ at: y(inside(end)), text: write(end, small[last]), style: small[last] ? "" : style });
    }
  }
  ends.sort((one, other) => one.at - other.at || (one.style === "nrr" ? -1 : 1));
  for (let number = 1; number < ends.length; number += 1) {
    ends[number].at = Math.max(ends[number].at, ends[number - 1].at + 12);
  }
  const over = ends.length ? Math.max(0, ends[ends.length - 1].at - (height - bottom)) : 0;
  for (const { at, text, style } of ends) {
    picture.append(svg("text", { class: style, x: width - right + 7, y: at - over + 4 }, text));
  }
  const cursor = svg("line", { class: "cursor", x1: 0, x2: 0, y1: top, y2: height - bottom, visibility: "hidden" });
  picture.append(cursor);
  const readout = el("p", { class: "readout" }, describe(last));
  const slider = el(
    "div",
    {
      ...{ role: "slider", tabindex: 0, "aria-label": `${title}: NRR and GRR by month` },
      ...{ "aria-valuemin": 0, "aria-valuemax": last, "aria-valuenow": last },
      "aria-valuetext": describe(last),
    },
    picture,
  );
  let shown = last;
  const show = (month, isVisible = true) => {
    shown = Math.min(last, Math.max(0, month));
    readout.textContent = describe(shown);
    slider.setAttribute("aria-valuenow", shown);
    slider.setAttribute("aria-valuetext", describe(shown));
    cursor.setAttribute("visibility", isVisible ? "visible" : "hidden");
    cursor.setAttribute("x1", x(shown));
    cursor.setAttribute("x2", x(shown));
  };
  const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -12, PageUp: 12 };
  slider.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key in steps) show(shown + steps[event.key]);
    else if (event.key === "Home") show(0);
    else if (event.key === "End") show(last);
    else return;
    event.preventDefault();
  });
  slider.addEventListener("focus", () => show(shown));
  slider.addEventListener("blur", () => show(last, false));
  slider.addEventListener("pointermove", (event) => {
    const frame = picture.getBoundingClientRect();
    const at = ((event.clientX - frame.left) / frame.width) * width;
    show(Math.round(((at - left) / (width - left - right)) * last));
  });
  slider.addEventListener("pointerleave", () => show(last, false));
  return el("div", { class: "plot" }, el("h3", {}, title), readout, slider);
}
