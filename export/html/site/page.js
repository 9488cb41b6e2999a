// Small comforts of every page; nothing depends on them.
(function () {
  "use strict";
  // Paper shows what is folded on a screen.
  var opened = [];
  addEventListener("beforeprint", function () {
    opened = Array.prototype.filter.call(document.querySelectorAll("details"), function (d) { return !d.open; });
    opened.forEach(function (d) { d.open = true; });
  });
  addEventListener("afterprint", function () {
    opened.forEach(function (d) { d.open = false; });
  });
  // On narrow screens the list of contents and the filters begin folded.
  if (matchMedia("(max-width: 45em)").matches) {
    document.querySelectorAll(".contents details, details.facets").forEach(function (d) { d.open = false; });
  }
  // The search field of the overview leads to the page Find.
  var ask = document.getElementById("ask");
  if (ask) {
    ask.hidden = false;
    ask.addEventListener("submit", function (event) {
      event.preventDefault();
      location.href = "find.html#q=" + encodeURIComponent(document.getElementById("q").value);
    });
  }
})();
