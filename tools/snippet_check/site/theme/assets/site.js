// Material tells about every page it shows, also after instant navigation.
document$.subscribe(() => {
  followTwin();
  for (const frame of document.querySelectorAll(".mesh-config")) {
    if (!frame.querySelector("form")) addFilter(frame);
  }
  requestAnimationFrame(() => {
    document.querySelectorAll(".md-typeset__scrollwrap, .tabbed-labels").forEach((wrap) => scrollable.observe(wrap));
    // The buttons of a block of code are no part of the navigation.
    document.querySelectorAll(".md-code__nav").forEach((buttons) => buttons.setAttribute("role", "none"));
  });
});

// Instant navigation keeps the header: the switch would go on leading to the twin of the first page.
function followTwin() {
  for (const twin of document.querySelectorAll("link[rel=alternate][hreflang]")) {
    document.querySelector(`.md-select__link[hreflang=${twin.hreflang}]`)?.setAttribute("href", twin.href);
  }
}

// Material lets wide tables and rows of tabs scroll; without a mouse that takes focus.
const scrollable = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

// The filter of the mesh configuration page.

function addFilter(frame) {
  const { versions, version, filterLabel, versionLabel, allLabel, shownLabel } = frame.dataset;
  const order = versions.split(" ");
  const form = document.createElement("form");
  form.className = "mesh-config__controls";
  form.setAttribute("role", "search");
  form.setAttribute("aria-label", filterLabel);
  const filter = labelled(form, filterLabel, document.createElement("input"));
  filter.type = "search";
  filter.setAttribute("spellcheck", "false");
  const chosen = labelled(form, versionLabel, document.createElement("select"));
  chosen.append(new Option(allLabel, ""), ...order.toReversed().map((one) => new Option(one, one)));
  chosen.value = version;
  const shown = form.appendChild(document.createElement("output"));
  const rows = [...frame.querySelectorAll("tbody tr")];
  const update = () => {
    const words = filter.value.toLowerCase().split(/\s+/);
    let count = 0;
    for (const row of rows) {
      row.hidden = !holds(row, chosen.value, order) || !words.every((word) => row.textContent.toLowerCase().includes(word));
      count += !row.hidden;
      showDefault(row.querySelector("[data-defaults]"), chosen.value || version, order);
    }
    shown.textContent = shownLabel.replace("{}", count);
  };
  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  frame.prepend(form);
  if (location.hash) revealTarget(chosen, rows, order);
  update();
}

function labelled(form, text, control) {
  const label = form.appendChild(document.createElement("label"));
  label.append(text, control);
  return control;
}

function holds(row, version, order) {
  const { since, until } = row.dataset;
  const at = order.indexOf(version);
  return !version || (order.indexOf(since) <= at && (!until || at <= order.indexOf(until)));
}

// The default that the field had in a version: of its changes the last one up to then.
function showDefault(cell, version, order) {
  if (!cell) return;
  const changes = Object.entries(JSON.parse(cell.dataset.defaults));
  const earlier = changes.filter(([since]) => order.indexOf(since) <= order.indexOf(version));
  const [, value] = earlier.at(-1) ?? changes[0];
  const code = document.createElement("code");
  code.textContent = value;
  cell.querySelector("code")?.remove();
  if (value) cell.prepend(code);
}

// A link to a field that the chosen version does not have shows every version.
function revealTarget(chosen, rows, order) {
  const target = rows.find((row) => row.id === decodeURIComponent(location.hash.slice(1)));
  if (target && !holds(target, chosen.value, order)) chosen.value = "";
}
