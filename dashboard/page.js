// The panels for every choice. view.py makes the same ones for the choice that the page opens with,
// in the same words; a test compares the two.

const data = JSON.parse(document.getElementById("data").textContent);

// ---------------------------------------------------------------- how figures are written (words.py)

const MINUS = "\u2212";
const GAP = "\u00a0";
const NO_BASE = "no base";
const SMALL_BASE = "\u00b0";
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const UNITS = [
  [99999500000n, 100000000000n, 2, "B"],
  [99950000n, 100000000n, 2, "M"],
  [9995000n, 100000n, 0, "k"],
  [99950n, 100000n, 1, "k"],
  [0n, 100n, 0, ""],
];

const size = (value) => (value < 0n ? -value : value);
const grouped = (digits) => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
const signed = (text, value, plus = false) =>
  (value < 0 ? MINUS : plus && value > 0 ? "+" : "") + text;

function decimal(whole, decimals) {
  const digits = String(whole).padStart(decimals + 1, "0");
  if (!decimals) return grouped(digits);
  return `${grouped(digits.slice(0, -decimals))}.${digits.slice(-decimals)}`;
}

/** Amounts are BigInt, in cents: no amount is ever a floating-point number. */
function money(cents, plus = false) {
  const [, unit, decimals, letter] = UNITS.find(([from]) => size(cents) >= from);
  const whole = (size(cents) * 10n ** BigInt(decimals) * 2n + unit) / (unit * 2n);
  return signed(decimal(whole, decimals) + (letter ? GAP + letter : ""), cents, plus);
}

const inFull = (cents) => `${data.currency} ${signed(decimal(size(cents), 2), cents)}`;
const rate = (tenths) => signed(decimal(Math.abs(tenths), 1), tenths);
const percent = (tenths) => (tenths === null ? NO_BASE : `${rate(tenths)}${GAP}%`);
const pointsOf = (tenths) => signed(decimal(Math.abs(tenths), 1), tenths, true);
const count = (number, plus = false) => signed(grouped(String(Math.abs(number))), number, plus);
const monthName = (day) => `${MONTHS[Number(day.slice(5, 7)) - 1]}${GAP}${day.slice(0, 4)}`;
const shortMonth = (day) => `${MONTHS[Number(day.slice(5, 7)) - 1]}${GAP}${day.slice(2, 4)}`;

function plain(name) {
  const words = name.split("_").map((word) => (word === "arr" ? "ARR" : word));
  const [first] = words;
  return [first.slice(0, 1).toUpperCase() + first.slice(1), ...words.slice(1)].join(" ");
}

// ------------------------------------------------------------------------------- what is in the data

const COMPANY = 0;
const ALL_CUSTOMERS = -1;
const ENTERED = -1;
const [OPENING, EXPANSION, CONTRACTION, CHURNED, CLOSING] = [4, 5, 6, 7, 8];
const [CUSTOMERS, CUSTOMERS_LEFT, NRR, GRR, LOGO, SMALL] = [9, 10, 11, 12, 13, 14];
const GROWTH = (
  "opening new reactivation cross_sell expansion contraction product_churn churn " +
  "migration_in migration_out fx closing net_new"
).split(" ");
const BRIDGE = {
  new: "New",
  reactivation: "Reactivation",
  cross_sell: "Cross-sell",
  expansion: "Expansion",
  contraction: "Contraction",
  product_churn: "Product churn",
  churn: "Churn",
  migration_in: "Migrated in",
  migration_out: "Migrated out",
  fx: "Exchange rates",
};
const STEPS = [850, 950, 990, 1011, 1051, 1151];
const CLASSES = ["down3", "down2", "down1", "even", "up1", "up2", "up3"];
const SMALL_NOTE = `${SMALL_BASE} A small base: read it with care; it is not coloured.`;

const scopes = ["Company", ...data.products.map(([, name]) => name)];
const retention = new Map(data.retention.map((row) => [row.slice(0, 4).join(), row]));
const growth = new Map(data.growth.map((row) => [row.slice(0, 3).join(), row]));
const lastMonth = data.months.length - 1;
const start = {
  scope: COMPANY,
  segment: ALL_CUSTOMERS,
  month: lastMonth,
  window: data.default_window,
};
let choice = { ...start };

const rowOf = (scope, segment, window, month) =>
  retention.get([scope, segment, window, month].join());
const kept = (scope, back = 0, month = choice.month) =>
  rowOf(scope, choice.segment, choice.window, month - back);

function grown(scope, back = 0, window = choice.window) {
  const row = growth.get([scope, window, choice.month - back].join());
  return row && Object.fromEntries(GROWTH.map((name, place) => [name, BigInt(row[place + 3])]));
}

const isAll = () => choice.segment === ALL_CUSTOMERS;
const chosenMonth = () => monthName(data.months[choice.month]);
const windowName = (window = choice.window) => `${window}${GAP}month${window === 1 ? "" : "s"}`;

function segmentName(segment = choice.segment) {
  if (segment === ALL_CUSTOMERS) return "all customers";
  const [kind, value] = data.segments[segment];
  return `${plain(kind)}: ${value}`;
}

function context({ scope = true, segment = true } = {}) {
  const parts = scope ? [scopes[choice.scope]] : [];
  parts.push(segment ? segmentName() : "all customers");
  parts.push(`${windowName()} to ${chosenMonth()}`);
  return parts.join(", ");
}

// ------------------------------------------------------------------------------------ cells and notes

const text = (content, style = "") => ({ text: content, class: style, title: "" });
const head = (name) => text(name, "head");

function moneyCell(cents, plus = false) {
  return cents === null ? text("") : { ...text(money(cents, plus)), title: inFull(cents) };
}

function rateCell(tenths, small) {
  if (tenths === null) return text(NO_BASE, "none");
  return text(percent(tenths) + (small ? SMALL_BASE : ""), small ? "small" : "");
}

function heatCell(tenths, small) {
  if (tenths === null) return text(NO_BASE, "none");
  if (small) return text(rate(tenths) + SMALL_BASE, "small");
  return text(rate(tenths), CLASSES[STEPS.filter((step) => tenths >= step).length]);
}

/** A table. A column of words begins with +, one of bars with ~. */
function table(caption, columns, rows) {
  const kinds = { "+": "words", "~": "bar" };
  const heads = columns.map((name, place) => ({
    text: name.replace(/^[+~]+/, ""),
    class: kinds[name[0]] ?? (place ? "" : "words"),
  }));
  return { caption, columns: heads, rows };
}

const row = (cells, { total = false, bar = null } = {}) => ({
  cells,
  bar,
  class: total ? "total" : "",
});

const panel = (shown, tables, notes, summary = "", more = []) => ({
  ...{ context: shown, tables, summary, more },
  note: notes.filter(Boolean).join(" "),
});

function leftOut(things, shown, number, which = "largest") {
  return number > shown ? `Shown: the ${count(shown)} ${which} of ${count(number)} ${things}.` : "";
}

const productsLeftOut = () => leftOut("products", data.products.length, data.product_count);

function monthsBySegment(always = false) {
  const first = data.first_segment_month;
  if ((isAll() && !always) || first === 0) return "";
  return `Products by segment are in the page from ${monthName(data.months[first])} on.`;
}

// ----------------------------------------------------------------------------------------- the panels

function headline() {
  const company = kept(COMPANY);
  const found = scopes
    .map((name, scope) => [kept(scope), name])
    .slice(1)
    .filter(([each]) => each && each[NRR] !== null && !each[SMALL])
    .map(([each, name]) => [each[NRR], name]);
  if (!company || company[NRR] === null) return `No base ${windowName()} before ${chosenMonth()}.`;
  if (found.length < 2) return `Company NRR is ${percent(company[NRR])}.`;
  // As the order of pairs in Python: by rate, then by name.
  found.sort((one, other) => one[0] - other[0] || (one[1] < other[1] ? -1 : 1));
  const [[low, lowest], [high, highest]] = [found[0], found[found.length - 1]];
  return (
    `Company NRR is ${percent(company[NRR])}; its products range from ${percent(low)} (${lowest}) ` +
    `to ${percent(high)} (${highest}).`
  );
}

function since(difference, write) {
  if (difference === null) return "nothing to compare with in the month before";
  const before = monthName(data.months[choice.month - 1]);
  return Number(difference) ? `${write(difference)} on ${before}` : `as in ${before}`;
}

function moneyCard(label, now, was) {
  const difference = now === null || was === null ? null : now - was;
  return {
    label,
    value: now === null ? "none" : money(now),
    title: now === null ? "" : inFull(now),
    note: since(difference, (amount) => money(amount, true)),
  };
}

function cards() {
  const [now, was] = [kept(choice.scope), kept(choice.scope, 1)];
  const made = [];
  if (isAll()) {
    const [is, before] = [grown(choice.scope), grown(choice.scope, 1)];
    const amounts = { closing: "ARR", net_new: `Net new ARR, ${windowName()}` };
    for (const [name, label] of Object.entries(amounts)) {
      made.push(moneyCard(label, is?.[name] ?? null, before?.[name] ?? null));
    }
  } else {
    const amounts = [["ARR of the base now", CLOSING], ["ARR of the base then", OPENING]];
    for (const [label, place] of amounts) {
      const amount = (each) => (each ? BigInt(each[place]) : null);
      made.push(moneyCard(label, amount(now), amount(was)));
    }
  }
  for (const [label, place] of [["NRR", NRR], ["GRR", GRR], ["Customers kept", LOGO]]) {
    const [value, before] = [now?.[place] ?? null, was?.[place] ?? null];
    const difference = value === null || before === null ? null : value - before;
    made.push({
      label: `${label}, ${windowName()}`,
      value: percent(value) + (now?.[SMALL] && value !== null ? SMALL_BASE : ""),
      note: since(difference, (tenths) => `${pointsOf(tenths)}${GAP}points`),
    });
  }
  const number = now?.[CUSTOMERS] ?? 0;
  const change = since(was ? number - was[CUSTOMERS] : null, (each) => count(each, true));
  made.push({
    label: "Customers in the base",
    value: count(number),
    note: `${count(now?.[CUSTOMERS_LEFT] ?? 0)} left; ${change}`,
  });
  return made;
}

const bridgeRows = () =>
  data.bridge.filter(([window, month]) => window === choice.window && month === choice.month);

function products() {
  const found = scopes.map((_, scope) => [scope, kept(scope)]).filter(([, each]) => each);
  const order = ([scope, each]) => [
    ...[Number(scope !== COMPANY), Number(each[NRR] === null), each[SMALL]],
    ...[-(each[NRR] ?? 0), scope],
  ];
  found.sort((one, other) => {
    const [left, right] = [order(one), order(other)];
    const place = left.findIndex((value, at) => value !== right[at]);
    return left[place] - right[place];
  });
  const shares = new Map(bridgeRows().map((each) => [each[2], each[3]]));
  const company = kept(COMPANY)?.[NRR] ?? null;
  const rows = found.map(([scope, each]) => {
    const before = kept(scope, 1)?.[NRR] ?? null;
    const change = each[NRR] === null || before === null ? "" : pointsOf(each[NRR] - before);
    const cells = [{ ...head(scopes[scope]), href: addressOf({ ...choice, scope }) }];
    cells.push(rateCell(each[NRR], each[SMALL]), text(""), text(change));
    cells.push(rateCell(each[GRR], each[SMALL]));
    if (isAll()) {
      cells.push(text(shares.has(scope) ? shareOf(shares.get(scope)) : ""));
      cells.push(moneyCell(grown(scope)?.closing ?? null));
    } else {
      cells.push(moneyCell(BigInt(each[CLOSING])));
    }
    cells.push(text(count(each[CUSTOMERS])));
    const bar = rateBar(each[NRR], each[SMALL], scope === COMPANY ? null : company);
    return row(cells, { total: scope === COMPANY, bar });
  });
  const columns = ["Product", "NRR", "~Around 100 %", "Change, points", "GRR"];
  columns.push(...(isAll() ? ["Share of opening", "ARR"] : ["Base ARR now"]), "Base customers");
  return panel(context({ scope: false }), [table("Retention by product", columns, rows)], [
    "Change: of NRR, on the month before. Bars: NRR from 100 %; the dashed line is the company.",
    SMALL_NOTE,
    productsLeftOut(),
    monthsBySegment(),
  ]);
}

const shareOf = (share) => (share === null ? "" : percent(share));

/** The opening ARR of a window, its movements and the closing ARR, by label. */
function steps(window) {
  if (!isAll()) {
    const each = rowOf(choice.scope, choice.segment, window, choice.month);
    if (!each) return new Map();
    const amount = (place) => BigInt(each[place]);
    return new Map([
      ["Opening", amount(OPENING)],
      ["Expansion", amount(EXPANSION)],
      ["Contraction", -amount(CONTRACTION)],
      ["Churned", -amount(CHURNED)],
      ["Closing", amount(CLOSING)],
    ]);
  }
  const is = grown(choice.scope, 0, window);
  if (!is) return new Map();
  const moved = Object.entries(BRIDGE)
    .filter(([name]) => choice.scope !== COMPANY || !name.startsWith("migration"))
    .map(([name, label]) => [label, is[name]]);
  return new Map([["Opening", is.opening], ...moved, ["Closing", is.closing]]);
}

function bridge() {
  const windows = [choice.window, ...data.windows.filter((window) => window !== choice.window)];
  const found = windows.map(steps);
  const isTotal = (label) => label === "Opening" || label === "Closing";
  const labels = [...found[0].keys()].filter(
    (label) => isTotal(label) || found.some((each) => each.get(label)),
  );
  const drawn = bridgeBars(labels.map((label) => [Number(found[0].get(label)), isTotal(label)]));
  const rows = labels.map((label, place) => {
    const amounts = found.map((each) => moneyCell(each.get(label) ?? null, !isTotal(label)));
    const cells = [head(label), amounts[0], text(""), ...amounts.slice(1)];
    return row(cells, { total: isTotal(label), bar: drawn.bars[place] });
  });
  const notes = [];
  const is = grown(choice.scope);
  if (!isAll()) {
    notes.push(
      "Of the customers that were in the segment at the start: the marts cut new and returning ARR " +
        "by product, not by segment.",
    );
  } else if (choice.scope === COMPANY && is?.migration_in) {
    notes.push(`Migrations between products (${money(is.migration_in)}) cancel in the company.`);
  }
  notes.push("Movements of 0 are left out.");
  const [first, ...others] = windows.map((window) => windowName(window));
  const columns = ["Movement", first, "~Bridge", ...others];
  const made = panel(context(), [table("ARR bridge", columns, rows)], notes);
  const cut = money(BigInt(Math.round(drawn.start)));
  if (drawn.start > 0) made.chart = el("p", { class: "note" }, `The bars begin at ${cut}, not at 0.`);
  return made;
}

function parts() {
  const company = rowOf(COMPANY, ALL_CUSTOMERS, choice.window, choice.month);
  const found = bridgeRows();
  const order = (each) => (each[2] === ENTERED ? Infinity : each[2]);
  found.sort((one, other) => (order(one) < order(other) ? -1 : 1));
  const steps = found.map((each) => [each[5] ?? 0, false]);
  if (company) steps.push([company[NRR] ?? 0, true]);
  const { bars } = bridgeBars(steps, 1000);
  const contribution = (tenths) => text(tenths === null ? NO_BASE : rate(tenths));
  const rows = found.map((each, place) => {
    const isEntered = each[2] === ENTERED;
    const cells = [head(isEntered ? "Products entered" : scopes[each[2]])];
    const small = rowOf(each[2], ALL_CUSTOMERS, choice.window, choice.month)?.[SMALL] ?? 0;
    cells.push(text(isEntered ? "" : percent(each[3])));
    cells.push(isEntered ? text("") : rateCell(each[4], small));
    cells.push(moneyCell(BigInt(each[7])), contribution(each[5]), text(""));
    return row(cells, { bar: bars[place] });
  });
  if (company) {
    const cells = [head("Company"), text(""), text(percent(company[NRR]))];
    cells.push(moneyCell(BigInt(company[CLOSING])), contribution(company[NRR]), text(""));
    rows.push(row(cells, { total: true, bar: bars[found.length] }));
  }
  const columns = ["Part", "Share of opening", "NRR", "ARR kept", "Points of NRR", "~Sum"];
  const shown = context({ scope: false, segment: false });
  return panel(shown, [table("From product NRRs to the company's", columns, rows)], [
    "Share × NRR are the points that a product gives to the company's NRR. Products entered: what " +
      "customers of the base now pay for products that they did not hold at the start. Points are " +
      "rounded and may add up to a little more or less; amounts add up to the cent.",
    SMALL_NOTE,
    productsLeftOut(),
  ]);
}

function lines() {
  const rows = [];
  const months = data.months.slice(0, choice.month + 1);
  const byMonth = (scope) => months.map((_, month) => kept(scope, 0, month));
  for (let month = lastMonth; month >= 0; month -= 1) {
    const [each, whole] = [kept(choice.scope, 0, month), kept(COMPANY, 0, month)];
    if (!each) continue;
    const cells = [head(monthName(data.months[month]))];
    cells.push(rateCell(each[NRR], each[SMALL]), rateCell(each[GRR], each[SMALL]));
    cells.push(whole ? rateCell(whole[NRR], whole[SMALL]) : text(""));
    rows.push(row(cells));
  }
  const name = scopes[choice.scope];
  const figures = table(`NRR and GRR, ${name}`, ["Month", "NRR", "GRR", "Company NRR"], rows);
  const made = panel(
    `${segmentName()}, ${windowName()} to each month`,
    [],
    [
      `${SMALL_BASE} and hollow points: a small base. Arrows mark values outside the axis.`,
      leftOut("months", data.months.length, data.month_count, "newest"),
      monthsBySegment(),
    ],
    `Figures by month: ${name}`,
    [figures],
  );
  made.chart = lineCharts(months, byMonth);
  return made;
}

function lineCharts(allMonths, byMonth) {
  const values = (rows, place) => rows.map((each) => each?.[place] ?? null);
  const hasRate = (each) => Boolean(each) && each[NRR] !== null;
  const found = scopes
    .map((title, scope) => ({ title, scope, rows: byMonth(scope) }))
    .filter(({ rows }) => rows.some(hasRate));
  // The axis of months begins with the first rate.
  const first = Math.min(...found.map(({ rows }) => rows.findIndex(hasRate)));
  const months = allMonths.slice(first);
  const company = byMonth(COMPANY).slice(first);
  const drawn = found.map((each) => ({ ...each, rows: each.rows.slice(first) }));
  const axis = rateAxis(
    drawn.flatMap(({ rows }) =>
      rows.filter((each) => each && each[NRR] !== null && !each[SMALL])
        .flatMap((each) => [each[NRR], each[GRR]]),
    ),
  );
  const holder = document.querySelector("#lines .chart");
  const columns = matchMedia("(max-width: 700px)").matches
    ? 1
    : matchMedia("(max-width: 1100px)").matches ? 2 : 4;
  const width = Math.max(220, Math.floor((holder.parentElement.clientWidth - 32 - 20 * (columns - 1)) / columns));
  const write = (tenths, isSmall) => rate(tenths) + (isSmall ? SMALL_BASE : "");
  const plots = drawn.map(({ title, scope, rows }) => {
    const small = rows.map((each) => Boolean(each?.[SMALL]));
    const series = [
      { style: "nrr", values: values(rows, NRR), small },
      { style: "grr", values: values(rows, GRR), small },
    ];
    if (scope !== COMPANY) {
      series.push({ style: "company", values: values(company, NRR), small: [] });
    }
    const describe = (month) => {
      const each = rows[month];
      const when = `${monthName(months[month])}: `;
      if (!each || each[NRR] === null) return `${when}${NO_BASE}`;
      const mark = each[SMALL] ? SMALL_BASE : "";
      return `${when}NRR ${percent(each[NRR])}${mark}, GRR ${percent(each[GRR])}${mark}`;
    };
    const plot = lineChart({ title, months, series, axis, width, describe, write });
    if (scope === choice.scope) plot.classList.add("chosen");
    return plot;
  });
  const sample = (style, label) =>
    el(
      "li",
      {},
      svg("svg", { viewBox: "0 0 28 10", "aria-hidden": "true" },
        svg("line", { class: `line ${style}`, x1: 0, x2: 28, y1: 5, y2: 5 })),
      label,
    );
  const legend = [sample("nrr", "NRR"), sample("grr", "GRR"), sample("company", "company NRR")];
  if (!plots.length) return el("p", { class: "note" }, "The page holds no figures for this choice.");
  return el("div", {}, el("ul", { class: "legend" }, ...legend), el("div", { class: "charts" }, ...plots));
}

function byProductAndMonth() {
  const first = Math.max(0, choice.month + 1 - data.months_in_table);
  const months = [];
  for (let month = first; month <= choice.month; month += 1) months.push(month);
  const columns = ["Product", ...months.map((month) => shortMonth(data.months[month]))];
  const tables = [["NRR", NRR], ["GRR", GRR]].map(([name, place]) => {
    const rows = scopes
      .map((label, scope) => {
        const cells = months.map((month) => {
          const each = kept(scope, 0, month);
          return each ? heatCell(each[place], each[SMALL]) : text("");
        });
        const any = cells.some((cell) => cell.text);
        return any ? row([head(label), ...cells], { total: scope === COMPANY }) : null;
      })
      .filter(Boolean);
    return table(`${name} by product and month, in %`, columns, rows);
  });
  return panel(
    `${segmentName()}, ${windowName()} to each month`,
    tables.slice(0, 1),
    [
      "Orange is below 100 %, blue above; the deeper, the further: from 1, 5 and 15 points.",
      SMALL_NOTE,
      productsLeftOut(),
      monthsBySegment(),
    ],
    "The same of GRR",
    tables.slice(1),
  );
}

function signals() {
  const found = data.signals.months[choice.month] ?? [];
  const notes = found.length ? data.signals.notes : ["There are no signals for this month."];
  return panel(`all customers, ${windowName(12)} to ${chosenMonth()}`, found, notes);
}

function cohorts() {
  const found = new Map();
  const ofScope = data.cohorts.filter(([scope]) => scope === choice.scope);
  const isCut = !isAll() && ofScope.some((each) => each[1] === choice.segment);
  const segment = isCut ? choice.segment : ALL_CUSTOMERS;
  for (const each of ofScope.filter((each) => each[1] === segment)) {
    if (!found.has(each[2])) found.set(each[2], new Map());
    found.get(each[2]).set(each[3], each);
  }
  const longest = Math.max(0, ...[...found.values()].flatMap((months) => [...months.keys()]));
  const ages = [];
  for (let age = 0; age <= longest; age += data.cohort_step) ages.push(age);
  const columns = ["Started in", "Customers", ...ages.map(String)];
  const tables = [["NRR", 4], ["GRR", 5]].map(([name, place]) => {
    const rows = [...found].map(([cohort, months]) => {
      const [first] = months.values();
      const cells = ages.map((age) => {
        const each = months.get(age);
        return each ? heatCell(each[place], each[7]) : text("");
      });
      return row([head(cohort), text(count(first[6])), ...cells]);
    });
    return table(`${name} by months since the start, in %`, columns, rows);
  });
  return panel(
    `${scopes[choice.scope]}, ${segmentName(segment)}, as of ${monthName(data.months[lastMonth])}`,
    tables.slice(0, 1),
    [
      "ARR now over ARR in each member's first month. Empty: not all members are that old.",
      isCut ? "Each member stays in the segment in which it started." : "",
      SMALL_NOTE,
      leftOut("cohorts", data.cohorts_shown, data.cohort_count, "newest"),
    ],
    "The same of GRR",
    tables.slice(1),
  );
}

function segments() {
  const kinds = new Map();
  const company = rowOf(choice.scope, ALL_CUSTOMERS, choice.window, choice.month)?.[NRR] ?? null;
  data.segments.forEach(([kind, value], segment) => {
    const each = rowOf(choice.scope, segment, choice.window, choice.month);
    if (!each || !each[CUSTOMERS]) return;
    if (!kinds.has(kind)) kinds.set(kind, []);
    kinds.get(kind).push([value, each, segment]);
  });
  const tables = [...kinds].map(([kind, found]) => {
    const rows = found.map(([value, each, segment]) => {
      const cells = [{ ...head(value), href: addressOf({ ...choice, segment }) }];
      cells.push(rateCell(each[NRR], each[SMALL]), text(""), rateCell(each[GRR], each[SMALL]));
      cells.push(moneyCell(BigInt(each[OPENING])), text(count(each[CUSTOMERS])));
      return row(cells, { bar: rateBar(each[NRR], each[SMALL], company) });
    });
    const columns = [plain(kind), "NRR", "~Around 100 %", "GRR", "Opening ARR", "Base"];
    return table(`By ${plain(kind)}`, columns, rows);
  });
  const notes = [SMALL_NOTE];
  for (const [kind, number] of Object.entries(data.segment_counts)) {
    const shown = data.segments.filter(([each]) => each === kind).length;
    notes.push(leftOut(`values of ${plain(kind)}`, shown, number));
  }
  if (choice.scope !== COMPANY) notes.push(monthsBySegment(true));
  notes.push(
    "A customer counts in the segment in which it was at the start of the window; segments without " +
      "a base are left out.",
  );
  return panel(`${scopes[choice.scope]}, ${windowName()} to ${chosenMonth()}`, tables, notes);
}

function movement([product, kind, reason]) {
  const names = data.words;
  let what = plain(names[kind]);
  if (choice.scope === COMPANY) what = `${names[product]}: ${what.toLowerCase()}`;
  return reason < 0 ? what : `${what} (${names[reason]})`;
}

function movers() {
  const names = data.words;
  const notes = [];
  const found = data.movers.filter(
    ([scope, window, month]) =>
      scope === choice.scope && window === choice.window && month === choice.month,
  );
  const tables = [["Gained most", 1n], ["Lost most", -1n]].map(([title, sign]) => {
    const rows = [];
    let number = 0;
    for (const [, , , numberOf, customer, owner, was, is, moves, moveCount] of found) {
      const [before, after] = [BigInt(was), BigInt(is)];
      const change = after - before;
      if (change * sign <= 0n) continue;
      number = numberOf;
      const what = moves.map(movement);
      if (moveCount > moves.length) what.push(`and ${moveCount - moves.length} more`);
      const cells = [head(names[customer]), moneyCell(change, true), moneyCell(before)];
      cells.push(moneyCell(after), text(what.join("; "), "words"));
      cells.push(text(owner < 0 ? "" : names[owner], "words"));
      rows.push(row(cells));
    }
    notes.push(leftOut(`customers that ${title.split(" ")[0].toLowerCase()}`, rows.length, number));
    const columns = ["Customer", "Change", "Before", "Now", "+What happened", "+Owner"];
    return table(title, columns, rows);
  });
  notes.push(
    "Before: at the start of the window. What happened lists the movements of the window, the " +
      "largest first; a customer that grew in one product may have shrunk in another.",
  );
  return panel(context({ segment: false }), tables, notes);
}

// ------------------------------------------------------------------------------- showing and choosing

// Data quality and the day of the figures do not depend on the choice: they stay as they were made.
const PANELS = {
  products,
  bridge,
  parts,
  lines,
  table: byProductAndMonth,
  signals,
  cohorts,
  segments,
  movers,
};

function cellElement(cell) {
  const isHead = cell.class.endsWith("head");
  const attributes = { class: cell.class, title: cell.title };
  if (isHead) attributes.scope = "row";
  const content = cell.href ? el("a", { href: cell.href }, cell.text) : cell.text;
  return el(isHead ? "th" : "td", attributes, content);
}

function tableElement({ caption, columns, rows }) {
  const barAt = columns.findIndex((column) => column.class === "bar");
  const body = rows.map((each) => {
    const cells = each.cells.map(cellElement);
    if (barAt >= 0) {
      cells[barAt].className = "bar";
      if (each.bar) cells[barAt].append(each.bar);
    }
    return el("tr", { class: each.class }, ...cells);
  });
  const heads = columns.map((column) => el("th", { scope: "col", class: column.class }, column.text));
  const made = el(
    "table",
    {},
    el("caption", {}, caption),
    el("thead", {}, el("tr", {}, ...heads)),
    el("tbody", {}, ...body),
  );
  return el("div", { class: "scroll", "aria-label": caption }, made);
}

function showPanel(id, made) {
  const section = document.getElementById(id);
  const isOpen = section.querySelector(".more details")?.open ?? false;
  section.querySelector("h2 .context").textContent = made.context;
  section.querySelector(".chart").replaceChildren(...(made.chart ? [made.chart] : []));
  section.querySelector(".tables").replaceChildren(...made.tables.map(tableElement));
  section.querySelector(".note:not(.chart *)").textContent = made.note;
  const more = [];
  if (made.summary) {
    const details = el("details", {}, el("summary", {}, made.summary), ...made.more.map(tableElement));
    details.open = isOpen;
    more.push(details);
  }
  section.querySelector(".more").replaceChildren(...more);
}

/** A table that is wider than its frame can be scrolled by keyboard; others are no stop for Tab. */
function markWideTables() {
  for (const frame of document.querySelectorAll(".scroll")) {
    const isWide = frame.scrollWidth > frame.clientWidth;
    for (const [name, value] of [["tabindex", "0"], ["role", "region"]]) {
      if (isWide) frame.setAttribute(name, value);
      else frame.removeAttribute(name);
    }
  }
}

function showCards() {
  const shown = cards().map(({ label, value, title, note }) =>
    el(
      "div",
      { class: "card" },
      el("dt", {}, label),
      el("dd", { class: "value", title }, value),
      el("dd", { class: "since" }, note),
    ),
  );
  document.getElementById("cards").replaceChildren(...shown);
}

function show() {
  document.getElementById("headline").textContent = headline();
  document.getElementById("shown").textContent = context();
  showCards();
  for (const [id, make] of Object.entries(PANELS)) showPanel(id, make());
  document.getElementById("product").value = String(choice.scope);
  document.getElementById("segment").value = String(choice.segment);
  document.getElementById("month").value = String(choice.month);
  for (const input of document.querySelectorAll("#window input")) {
    input.checked = Number(input.value) === choice.window;
  }
  markWideTables();
  // For whoever makes a picture of the whole page.
  document.documentElement.dataset.height = String(document.documentElement.scrollHeight);
}

/** The address of a choice: names and not positions, so that it means the same in a later page. */
function addressOf({ scope, segment, month, window }) {
  const kept = new URLSearchParams();
  if (scope !== COMPANY) kept.set("product", data.products[scope - 1][0]);
  if (segment !== ALL_CUSTOMERS) kept.set("segment", data.segments[segment].join(":"));
  kept.set("month", data.months[month].slice(0, 7));
  kept.set("window", String(window));
  return `#${kept}`;
}

/** The choice of an address; what the page does not hold is as the page opens. */
function choiceOf(address) {
  const asked = new URLSearchParams(address.replace(/^#/, ""));
  const scope = data.products.findIndex(([id]) => id === asked.get("product")) + 1;
  const segment = data.segments.findIndex((each) => each.join(":") === asked.get("segment"));
  const month = data.months.findIndex((day) => day.slice(0, 7) === asked.get("month"));
  const window = Number(asked.get("window"));
  return {
    scope,
    segment,
    month: month >= data.first_choice ? month : start.month,
    window: data.windows.includes(window) ? window : start.window,
  };
}

function choose(part) {
  choice = { ...choice, ...part };
  history.replaceState(null, "", addressOf(choice));
  show();
}

function option(value, label) {
  return el("option", { value }, label);
}

function offerChoices() {
  const product = document.getElementById("product");
  product.append(...scopes.map((name, scope) => option(scope, name)));
  product.addEventListener("change", () => choose({ scope: Number(product.value) }));
  const segment = document.getElementById("segment");
  segment.append(option(ALL_CUSTOMERS, "All customers"));
  const groups = new Map();
  data.segments.forEach(([kind, value], place) => {
    if (!groups.has(kind)) groups.set(kind, el("optgroup", { label: plain(kind) }));
    groups.get(kind).append(option(place, value));
  });
  segment.append(...groups.values());
  segment.addEventListener("change", () => choose({ segment: Number(segment.value) }));
  const month = document.getElementById("month");
  for (let place = lastMonth; place >= data.first_choice; place -= 1) {
    month.append(option(place, monthName(data.months[place])));
  }
  month.addEventListener("change", () => choose({ month: Number(month.value) }));
  const labels = data.windows.map((window) => {
    const input = el("input", { type: "radio", name: "window", value: window });
    input.addEventListener("change", () => choose({ window }));
    return el("label", {}, input, el("span", {}, String(window)));
  });
  document.getElementById("window").append(...labels);
  document.getElementById("choices").hidden = false;
  document.getElementById("choices").addEventListener("submit", (event) => event.preventDefault());
}

offerChoices();
choice = choiceOf(location.hash);
show();
addEventListener("hashchange", () => {
  choice = choiceOf(location.hash);
  show();
});
let shownWidth = document.documentElement.clientWidth;
addEventListener("resize", () => {
  if (document.documentElement.clientWidth === shownWidth) return;
  shownWidth = document.documentElement.clientWidth;
  showPanel("lines", lines());
  markWideTables();
});
// Tables in details have a width once they are open; the event does not bubble.
document.addEventListener("toggle", markWideTables, true);
