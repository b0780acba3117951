/* The read-only page: the map moves and zooms, the search finds, tables sort and filter. It asks for nothing outside. */
(() => {
  "use strict";
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
  root.classList.add("js");

  /* The map */
  const pane = byId("pane");
  const svg = pane.querySelector("svg");
  const whole = svg.viewBox.baseVal;
  const full = { x: whole.x, y: whole.y, w: whole.width, h: whole.height };
  const view = { ...full };
  const frozen = [...svg.querySelectorAll("[data-frozen]")];
  const LARGEST = 4;
  const LEAST_SHARE = 0.5;
  const MOST_OF_VIEW = 0.45;

  const pixels = () => Math.max(pane.clientWidth, 1) / view.w;
  const fitting = () => Math.min(pane.clientWidth / full.w, pane.clientHeight / full.h) || 1;

  function show() {
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${view.h}`);
    for (const group of frozen) {
      const [x, y, width, height] = group.dataset.frozen.split(" ").map(Number);
      let dx = 0;
      let dy = 0;
      if (group.dataset.side === "top") {
        dy = height < view.h * MOST_OF_VIEW ? clamp(view.y - y, 0, full.h) : 0;
      } else if (width < view.w * MOST_OF_VIEW) {
        dx = group.dataset.side === "start" ? clamp(view.x - x, 0, full.w) : clamp(view.x + view.w - x - width, -full.w, 0);
      }
      group.classList.toggle("moved", dx !== 0 || dy !== 0);
      if (dx || dy) group.setAttribute("transform", `translate(${dx} ${dy})`);
      else group.removeAttribute("transform");
    }
  }

  /* Keeps some of the drawing in sight, and in the middle along a side on which all of it is. */
  function keep() {
    const along = (at, length, start, size) =>
      length >= size ? start - (length - size) / 2 : clamp(at, start - length * 0.1, start + size - length * 0.9);
    view.x = along(view.x, view.w, full.x, full.w);
    view.y = along(view.y, view.h, full.y, full.h);
    show();
  }

  function scaleTo(scale, px = pane.clientWidth / 2, py = pane.clientHeight / 2) {
    const least = fitting();
    const now = pixels();
    const next = clamp(scale, least * LEAST_SHARE, Math.max(LARGEST, least));
    view.x += px / now - px / next;
    view.y += py / now - py / next;
    view.w = pane.clientWidth / next;
    view.h = pane.clientHeight / next;
    keep();
  }

  function fit() {
    const scale = fitting();
    view.w = pane.clientWidth / scale;
    view.h = pane.clientHeight / scale;
    keep();
  }

  function pan(dx, dy) {
    view.x += dx / pixels();
    view.y += dy / pixels();
    keep();
  }

  function centre(element) {
    if (pixels() < 0.8) scaleTo(1);
    const box = element.getBoundingClientRect();
    const around = pane.getBoundingClientRect();
    pan(
      box.left + box.width / 2 - around.left - around.width / 2,
      box.top + box.height / 2 - around.top - around.height / 2,
    );
  }

  const ACTS = { in: () => scaleTo(pixels() * 1.25), out: () => scaleTo(pixels() / 1.25), fit };
  const KEYS = {
    "+": ACTS.in, "=": ACTS.in, "-": ACTS.out, "0": fit,
    ArrowLeft: () => pan(-60, 0), ArrowRight: () => pan(60, 0), ArrowUp: () => pan(0, -60), ArrowDown: () => pan(0, 60),
  };
  for (const button of document.querySelectorAll("[data-act]")) {
    button.addEventListener("click", () => ACTS[button.dataset.act]());
  }
  pane.addEventListener("keydown", (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : KEYS[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });
  pane.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const around = pane.getBoundingClientRect();
    scaleTo(pixels() * Math.exp(-event.deltaY / 400), event.clientX - around.left, event.clientY - around.top);
  }, { passive: false });

  const fingers = new Map();
  let dragged = false;
  const spread = () => {
    const [one, other] = [...fingers.values()];
    return Math.hypot(one.x - other.x, one.y - other.y);
  };
  pane.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 && event.button !== 1) return;
    if (!fingers.size) dragged = false;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  pane.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const dx = event.clientX - before.x;
    const dy = event.clientY - before.y;
    if (!dragged && Math.hypot(dx, dy) < 5) return;
    dragged = true;
    pane.setPointerCapture(event.pointerId);
    const wide = fingers.size === 2 ? spread() : 0;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (wide) {
      const around = pane.getBoundingClientRect();
      scaleTo((pixels() * spread()) / wide, event.clientX - around.left, event.clientY - around.top);
    } else {
      pan(-dx, -dy);
    }
  });
  for (const end of ["pointerup", "pointercancel"]) {
    pane.addEventListener(end, (event) => fingers.delete(event.pointerId));
  }
  pane.addEventListener("dragstart", (event) => event.preventDefault());
  pane.addEventListener("click", (event) => {
    if (dragged) event.preventDefault();
    dragged = false;
  }, true);
  pane.addEventListener("focusin", (event) => {
    if (event.target === pane || !event.target.matches(":focus-visible")) return;
    const box = event.target.getBoundingClientRect();
    const around = pane.getBoundingClientRect();
    const inside = box.left >= around.left && box.right <= around.right && box.top >= around.top && box.bottom <= around.bottom;
    if (!inside) centre(event.target);
  });
  let printing = false;
  new ResizeObserver(() => {
    if (printing) return;
    const scale = svg.classList.contains("ready") ? pixels() : 0;
    svg.classList.add("ready");
    if (scale && Math.abs(scale - fitting()) > scale * 0.25) scaleTo(scale);
    else fit();
  }).observe(pane);

  /* Links within the page */
  function go(hash) {
    const found = /^#[a-z0-9-]+$/.test(hash) ? byId(hash.slice(1)) : null;
    for (const old of document.querySelectorAll(".hit")) old.classList.remove("hit");
    if (!found) return;
    if (svg.contains(found)) {
      found.classList.add("hit");
      pane.scrollIntoView({ block: "nearest" });
      centre(found);
      (found.matches("a") ? found : pane).focus({ preventScroll: true });
    } else if (found.matches("tr")) {
      const box = found.closest(".listing").querySelector(".filter input");
      if (found.hidden && box) {
        box.value = "";
        box.dispatchEvent(new Event("input"));
      }
      found.classList.add("hit");
      found.tabIndex = -1;
      found.focus();
      found.scrollIntoView({ block: "center" });
    }
  }
  addEventListener("hashchange", () => go(location.hash));
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a");
    const hash = link?.getAttribute("href") ?? "";
    if (!event.defaultPrevented && hash.startsWith("#") && hash === location.hash) go(hash);
  });
  addEventListener("load", () => go(location.hash));

  /* Search */
  const box = byId("search");
  const list = byId("results");
  const count = byId("found");
  const MOST = 40;
  const words = (row) =>
    fold([row.querySelector(".name"), ...[...row.cells].slice(1)].map((each) => each.textContent).join(" "));
  const entries = [...document.querySelectorAll("tr[id]")].map((row) => ({
    text: words(row),
    name: row.querySelector(".name").textContent,
    where: row.closest("table").dataset.name,
    href: row.dataset.map ?? `#${row.id}`,
  }));
  function search() {
    const wanted = fold(box.value).split(/\s+/).filter(Boolean);
    const all = (text) => wanted.every((word) => text.includes(word));
    const hits = wanted.length ? entries.filter((entry) => all(entry.text)) : [];
    const found = [...hits.filter((entry) => all(fold(entry.name))), ...hits.filter((entry) => !all(fold(entry.name)))];
    list.replaceChildren(...found.slice(0, MOST).map((entry) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const where = document.createElement("small");
      link.href = entry.href;
      link.textContent = entry.name;
      where.textContent = entry.where;
      link.append(" ", where);
      item.append(link);
      return item;
    }));
    list.hidden = !found.length;
    count.textContent = wanted.length ? count.dataset.words.replace("#", found.length.toLocaleString(root.lang)) : "";
  }
  function end() {
    list.hidden = true;
    count.textContent = "";
  }
  box.addEventListener("input", search);
  box.addEventListener("focus", search);
  byId("finder").addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape") {
      box.value = "";
      end();
      box.focus();
    } else if (event.key === "ArrowDown" && at + 1 < links.length) {
      event.preventDefault();
      links[at + 1].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (links[at - 1] ?? box).focus();
    } else if (event.key === "Enter" && at < 0 && links.length) {
      event.preventDefault();
      links[0].click();
    }
  });
  list.addEventListener("click", end);
  addEventListener("pointerdown", (event) => {
    if (!byId("finder").contains(event.target)) end();
  });

  /* Tables */
  for (const table of document.querySelectorAll("table")) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      head.querySelector("button")?.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const each of heads) each.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rank = (row) => {
          const given = row.cells[column].dataset.r;
          return given === undefined ? Infinity : down ? -given : +given;
        };
        body.append(...rows.map((row, place) => [rank(row), place, row])
          .sort((one, other) => (one[0] === other[0] ? one[1] - other[1] : one[0] - other[0]))
          .map((each) => each[2]));
      });
    });
    const filter = table.closest(".listing").querySelector(".filter input");
    filter?.addEventListener("input", () => {
      const wanted = fold(filter.value).split(/\s+/).filter(Boolean);
      for (const row of rows) {
        const text = words(row);
        row.hidden = !wanted.every((word) => text.includes(word));
      }
    });
  }

  /* Light and dark, and paper */
  const dark = byId("dark");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const said = () => dark.setAttribute("aria-pressed", String(isDark()));
  dark.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    said();
  });
  system.addEventListener("change", said);
  said();
  const before = {};
  addEventListener("beforeprint", () => {
    printing = true;
    Object.assign(before, view);
    Object.assign(view, full);
    show();
  });
  addEventListener("afterprint", () => {
    Object.assign(view, before);
    printing = false;
    show();
  });
})();
