// The page Find: filters and search over all commitments, in the browser alone.
// rows.js has a row for each; the index of words comes when somebody types.
(function () {
  "use strict";
  var data = window.ogpRows, facets = data.facets, rows = data.rows;
  var PER_PAGE = 50, SHOWN = 10, VALUES = 5; // where a row has its values, by facet
  var byId = function (id) { return document.getElementById(id); };
  var query = byId("q"), status = byId("status"), body = document.querySelector("#results tbody");
  var state = read();
  var engine = null, engineAsked = false, opened = {}, typing = 0, noting = 0, url = null;

  rows.forEach(function (row, i) {
    row.number = i;
    row.words = fold(row[0] + " " + row[1] + " " + facets[0].values[first(row, 0)].l);
  });

  function places(row, f) { return row[VALUES][f]; }
  function first(row, f) { return places(row, f)[0]; }
  function labels(row, f) { return places(row, f).map(function (p) { return facets[f].values[p].l; }).join("; "); }
  function facetOf(key) { return facets.findIndex(function (f) { return f.key === key; }); }
  function fold(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ς/g, "σ");
  }
  function words(text) {
    return text.split(/[\n\r\t\p{Z}\p{P}]+/u).map(fold).filter(function (w) { return Array.from(w).length > 1; });
  }
  function element(name, attributes, text) {
    var e = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { e.setAttribute(key, attributes[key]); });
    if (text !== undefined) e.textContent = text;
    return e;
  }

  // The state of the search is in the address.
  function read() {
    var p = new URLSearchParams(location.hash.slice(1)), s = { q: p.get("q") || "", sort: p.get("sort") || "", page: +p.get("page") || 1, chosen: [] };
    facets.forEach(function (f, i) { s.chosen[i] = p.getAll(f.key); });
    return s;
  }
  function address() {
    var p = new URLSearchParams();
    if (state.q) p.append("q", state.q);
    facets.forEach(function (f, i) { state.chosen[i].forEach(function (k) { p.append(f.key, k); }); });
    if (state.sort) p.append("sort", state.sort);
    if (state.page > 1) p.append("page", state.page);
    return "#" + p.toString();
  }
  function note(push) {
    clearTimeout(noting);
    if (location.hash === address() || (location.hash === "" && address() === "#")) return;
    try { history[push ? "pushState" : "replaceState"](null, "", address()); } catch (e) { location.replace(address()); }
  }

  // Which rows the words typed are in: a set of numbers with a score, or null for all.
  function matches(text) {
    var typed = words(text);
    if (!typed.length) return null;
    var found = new Map();
    rows.forEach(function (row) {
      if (typed.every(function (w) { return row.words.indexOf(w) >= 0; })) found.set(row.number, 1e-6);
    });
    if (engine) {
      engine.search(text).forEach(function (hit) { found.set(hit.id, hit.score); });
    }
    return found;
  }
  function passes(row, except) {
    return facets.every(function (f, i) {
      if (i === except || !state.chosen[i].length) return true;
      return places(row, i).some(function (p) { return state.chosen[i].indexOf(f.values[p].k) >= 0; });
    });
  }
  function sorted(list, found) {
    var down = state.sort[0] === "-", key = state.sort.replace("-", ""), f = facetOf(key);
    var fixed = { id: 0, title: 1, checked: 3, known: 4 }[key];
    if (!key) {
      return found ? list.sort(function (a, b) { return found.get(b.number) - found.get(a.number) || a.number - b.number; }) : list;
    }
    var value = function (row) { return fixed !== undefined ? row[fixed] : f >= 0 ? labels(row, f) : ""; };
    var compare = new Intl.Collator("en", { numeric: true }).compare;
    return list.sort(function (a, b) {
      var x = value(a), y = value(b);
      if (x === "" || y === "") return (x === "") - (y === "") || a.number - b.number;
      return (down ? compare(y, x) : compare(x, y)) || a.number - b.number;
    });
  }

  function show() {
    var found = matches(state.q);
    var searched = found ? rows.filter(function (row) { return found.has(row.number); }) : rows;
    var list = sorted(searched.filter(function (row) { return passes(row, -1); }), found);
    var last = Math.max(1, Math.ceil(list.length / PER_PAGE));
    state.page = Math.min(Math.max(1, state.page), last);
    showStatus(list, searched);
    showChips();
    showFacets(searched);
    showRows(list.slice((state.page - 1) * PER_PAGE, state.page * PER_PAGE));
    showPages(last);
    offer(list);
  }

  function number(n) { return n.toLocaleString("en"); }
  function showStatus(list, searched) {
    var text = number(list.length) + " of " + number(rows.length) + " commitments";
    if (state.q && !engine) text += engineAsked ? " with these words in title, member or ID; the other texts are loading" : "";
    status.textContent = text;
    if (list.length) return;
    var asked = state.q ? ["“" + state.q + "”"] : [];
    facets.forEach(function (f, i) { state.chosen[i].forEach(function (k) { asked.push(labelOf(i, k)); }); });
    status.textContent = "Nothing for " + asked.join(" + ") + ". ";
    facets.forEach(function (f, i) {
      if (!state.chosen[i].length) return;
      var without = searched.filter(function (row) { return passes(row, i); }).length;
      if (!without) return;
      var b = element("button", { type: "button" }, "Without " + f.label.toLowerCase() + " " + state.chosen[i].map(function (k) { return labelOf(i, k); }).join(", ") + ": " + number(without));
      b.addEventListener("click", function () { choose(function () { state.chosen[i] = []; }); query.focus(); });
      status.append(b, " ");
    });
  }
  function labelOf(f, key) {
    var v = facets[f].values.find(function (v) { return v.k === key; });
    return v ? v.l : key;
  }

  function choose(change) {
    change();
    state.page = 1;
    note(true);
    show();
  }

  function showChips() {
    var chips = byId("chips"), count = 0;
    var had = chips.contains(document.activeElement);
    chips.textContent = "";
    facets.forEach(function (f, i) {
      state.chosen[i].forEach(function (key) {
        count++;
        var b = element("button", { type: "button", "aria-label": "Remove filter " + f.label + ": " + labelOf(i, key) }, labelOf(i, key) + " ×");
        b.addEventListener("click", function () {
          choose(function () { state.chosen[i] = state.chosen[i].filter(function (k) { return k !== key; }); });
        });
        chips.append(b);
      });
    });
    if (count > 1) {
      var all = element("button", { type: "button" }, "Clear all");
      all.addEventListener("click", function () { choose(function () { state.chosen = facets.map(function () { return []; }); }); });
      chips.append(all);
    }
    if (had) (chips.querySelector("button") || query).focus();
    byId("facet-count").textContent = count ? "(" + count + ")" : "";
  }

  // The counts of a facet leave its own choice out: they say what one more tick adds.
  function showFacets(searched) {
    facets.forEach(function (f, i) {
      var counts = f.values.map(function () { return 0; });
      searched.forEach(function (row) {
        if (passes(row, i)) places(row, i).forEach(function (p) { counts[p]++; });
      });
      showFacet(f, i, counts);
    });
  }
  function showFacet(f, i, counts) {
    var set = byId("f-" + f.key), list = set.querySelector(".values");
    var inside = list.contains(document.activeElement), focused = inside && document.activeElement.value;
    var ticked = function (p) { return state.chosen[i].indexOf(f.values[p].k) >= 0; };
    var order = f.values.map(function (v, p) { return p; });
    order.sort(function (a, b) {
      return ticked(b) - ticked(a) || (f.key === "cycle" ? f.values[b].k.localeCompare(f.values[a].k) : counts[b] - counts[a]) || f.values[a].l.localeCompare(f.values[b].l);
    });
    var part = set.querySelector("input[type=search]"), wanted = part ? fold(part.value) : "";
    if (wanted) order = order.filter(function (p) { return fold(f.values[p].l).indexOf(wanted) >= 0; });
    var more = order.length - SHOWN;
    if (!opened[f.key]) order = order.slice(0, Math.max(SHOWN, state.chosen[i].length));
    list.className = opened[f.key] ? "values all" : "values";
    list.textContent = "";
    order.forEach(function (p) {
      var label = element("label", counts[p] || ticked(p) ? {} : { "class": "zero" });
      var box = element("input", { type: "checkbox", value: f.values[p].k });
      box.checked = ticked(p);
      box.addEventListener("change", function () {
        choose(function () {
          if (box.checked) state.chosen[i].push(f.values[p].k);
          else state.chosen[i] = state.chosen[i].filter(function (k) { return k !== f.values[p].k; });
        });
      });
      label.append(box, element("span", {}, f.values[p].l), element("span", {}, number(counts[p])));
      list.append(label);
      if (inside && focused === f.values[p].k) box.focus();
    });
    var button = set.querySelector("button");
    button.hidden = more <= 0 && !opened[f.key];
    button.textContent = opened[f.key] ? "Fewer" : "All " + f.values.length;
  }
  function makeFacets() {
    facets.forEach(function (f, i) {
      var set = element("fieldset", { id: "f-" + f.key });
      set.append(element("legend", {}, f.label));
      if (f.values.length > SHOWN) {
        var part = element("input", { type: "search", "aria-label": "Show values of " + f.label + " with", placeholder: "Show …", autocomplete: "off" });
        part.addEventListener("input", show);
        set.append(part);
      }
      set.append(element("div", { "class": "values" }));
      var b = element("button", { type: "button" });
      b.addEventListener("click", function () { opened[f.key] = !opened[f.key]; show(); });
      set.append(b);
      byId("facet-list").append(set);
    });
  }

  // A finding, or the chip of the kind of empty there is instead.
  function finding(row, f) {
    var td = element("td"), value = places(row, f).length ? facets[f].values[first(row, f)] : null;
    if (value && value.k === "not-on-the-page") td.append(element("span", { "class": "muted" }, "–"));
    else if (value) td.append(value.e ? element("span", { "class": "chip " + value.k }, value.l) : value.l);
    return td;
  }
  function cell(name, text, attributes) { return element(name, attributes || {}, text); }
  function showRows(list) {
    body.textContent = "";
    list.forEach(function (row) {
      var tr = element("tr"), id = element("th", { scope: "row" });
      id.append(element("a", { href: data.pages[row[2]].split("/").map(encodeURIComponent).join("/") + "#" + row[0] }, row[0]));
      tr.append(id, cell("td", row[1], { dir: "auto" }), cell("td", labels(row, facetOf("member"))), cell("td", labels(row, facetOf("cycle")), { "class": "number" }),
        finding(row, facetOf("completion")), finding(row, facetOf("ambition")), cell("td", row[4], { "class": "number" }), cell("td", row[3]));
      body.append(tr);
    });
  }
  function makeHeads() {
    document.querySelectorAll("#results th[data-key]").forEach(function (th) {
      var b = element("button", { type: "button" }, th.textContent);
      th.textContent = "";
      th.append(b);
      b.addEventListener("click", function () {
        var key = th.getAttribute("data-key");
        choose(function () { state.sort = state.sort === key ? "-" + key : key; });
      });
    });
  }
  function showHeads() {
    document.querySelectorAll("#results th[data-key]").forEach(function (th) {
      var key = th.getAttribute("data-key");
      th.setAttribute("aria-sort", state.sort === key ? "ascending" : state.sort === "-" + key ? "descending" : "none");
    });
  }
  function showPages(last) {
    var nav = byId("pages");
    nav.textContent = "";
    showHeads();
    if (last < 2) return;
    var step = function (text, to) {
      var b = element("button", { type: "button" }, text);
      b.disabled = to < 1 || to > last;
      b.addEventListener("click", function () { state.page = to; note(true); show(); status.scrollIntoView(); });
      return b;
    };
    nav.append(step("‹ Previous", state.page - 1), element("span", {}, "Page " + state.page + " of " + last), step("Next ›", state.page + 1));
  }

  // The result as a file, made in the browser.
  function offer(list) {
    var a = byId("download");
    a.hidden = !list.length;
    a.textContent = "CSV of these " + number(list.length);
    a.onclick = function () {
      if (url) URL.revokeObjectURL(url);
      url = URL.createObjectURL(new Blob([csv(list)], { type: "text/csv" }));
      a.href = url;
      a.download = "commitments.csv";
    };
  }
  function csv(list) {
    var member = facetOf("member");
    var lines = [["commitment_id", "url", "title", "member", "member_slug", "action_plan_cycle", "completion", "ambition", "last_checked"]];
    list.forEach(function (row) {
      var slug = facets[member].values[first(row, member)].k;
      lines.push([row[0], data.site + "/members/" + slug + "/commitments/" + row[0] + "/", row[1], labels(row, member), slug,
        labels(row, facetOf("cycle")), labels(row, facetOf("completion")), labels(row, facetOf("ambition")), row[3]]);
    });
    return lines.map(function (line) { return line.map(quoted).join(",") + "\n"; }).join("");
  }
  function quoted(text) { return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text; }

  // The index of words: two scripts, loaded once.
  function ask() {
    if (engineAsked) return;
    engineAsked = true;
    load("site/minisearch.js", function () {
      load("site/index.js", function () {
        var common = new Set(window.ogpCommon); // words that most texts have
        engine = MiniSearch.loadJS(window.ogpIndex, {
          fields: ["title", "member", "problem", "causes", "action"], tokenize: words, processTerm: function (t) { return common.has(t) ? null : t; },
          searchOptions: { combineWith: "AND", boost: { title: 4 }, prefix: true, fuzzy: function (t) { return t.length > 4 ? 0.2 : false; } },
        });
        window.ogpIndex = null;
        show();
      });
    });
  }
  function load(address, then) {
    var script = element("script", { src: address });
    script.onload = then;
    document.head.append(script);
  }

  query.addEventListener("input", function () {
    ask();
    clearTimeout(typing);
    clearTimeout(noting);
    typing = setTimeout(function () { state.q = query.value.trim(); state.page = 1; show(); }, 150);
    noting = setTimeout(function () { note(false); }, 550);
  });
  byId("search").addEventListener("submit", function (event) { event.preventDefault(); });
  function go() {
    state = read();
    query.value = state.q;
    if (state.q) ask();
    show();
  }
  addEventListener("popstate", go);
  addEventListener("hashchange", go);
  makeFacets();
  makeHeads();
  go();
})();
