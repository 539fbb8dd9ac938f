// Keys, cards, settings. Every page works without it; it asks nothing of anyone but this machine.
"use strict";
(() => {
  const root = document.documentElement;
  const kept = (name) => { try { return localStorage.getItem("congvan-" + name) || ""; } catch { return ""; } };
  const keep = (name, value) => { try { localStorage.setItem("congvan-" + name, value); } catch { /* A browser that keeps nothing. */ } };
  const face = () => { for (const name of ["theme", "size"]) { if (kept(name)) root.dataset[name] = kept(name); else delete root.dataset[name]; } };
  face();

  document.addEventListener("DOMContentLoaded", () => {
    const box = document.getElementById("q");
    const typing = (t) => t && (t.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName));

    // Settings.
    for (const input of document.querySelectorAll("#settings input")) {
      input.checked = input.value === kept(input.name);
      input.addEventListener("change", () => { keep(input.name, input.value); face(); });
    }
    for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());

    // Hits: the first one takes the focus after a search, arrows go on.
    const hits = [...document.querySelectorAll(".hits .number")];
    if (hits.length && location.search.includes("q=") && !location.hash) hits[0].focus({ preventScroll: true });
    const move = (by) => {
      const at = hits.indexOf(document.activeElement);
      const next = hits[Math.max(0, Math.min(hits.length - 1, at + by))];
      if (next) next.focus();
    };

    // Citations that are not simply held.
    const open = [...document.querySelectorAll("a.cites:not(.held)")];
    let last = -1;
    const step = (by) => {
      if (!open.length) return;
      const at = open.indexOf(document.activeElement);
      last = ((at >= 0 ? at : last) + by + open.length) % open.length;
      open[last].focus();
      open[last].scrollIntoView({ block: "center" });
    };
    for (const button of document.querySelectorAll("[data-step]")) button.addEventListener("click", () => step(Number(button.dataset.step)));

    document.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === "Escape") { hide(); return; }
      if (typing(event.target)) { if (event.key === "ArrowDown" && hits.length) { hits[0].focus(); event.preventDefault(); } return; }
      if (event.key === "ArrowDown" && hits.length) { move(1); event.preventDefault(); }
      else if (event.key === "ArrowUp" && hits.length) { move(-1); event.preventDefault(); }
      else if (kept("keys") === "off") return;
      else if (event.key === "/" && box) { box.focus(); box.select(); event.preventDefault(); }
      else if (event.key === "n") step(1);
      else if (event.key === "p") step(-1);
      else if (event.key === "?") location.href = (root.lang === "en" ? "/en" : "") + "/huong-dan";
    });

    // The card of a citation: on hover and focus, stays while it is pointed at, goes with Esc.
    let card = null, timer = 0, touched = null;
    const hide = () => { clearTimeout(timer); if (card) card.remove(); card = null; };
    const later = () => { clearTimeout(timer); timer = setTimeout(() => { if (card && !card.matches(":hover") && !card.owner.matches(":focus-visible")) hide(); }, 300); };
    const show = async (link) => {
      if (card && card.owner === link) return;
      const answer = await fetch(link.dataset.card);
      if (!answer.ok) return;
      const text = await answer.text();
      hide();
      card = document.createElement("aside");
      card.id = "card"; card.owner = link; card.setAttribute("role", "note");
      card.append(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
      const place = link.getBoundingClientRect();
      document.body.append(card);
      card.style.setProperty("left", Math.max(8, Math.min(place.left, innerWidth - card.offsetWidth - 16)) + scrollX + "px");
      card.style.setProperty("top", place.bottom + scrollY + 4 + "px");
      card.addEventListener("mouseleave", later);
    };
    for (const link of document.querySelectorAll("a[data-card]")) {
      link.addEventListener("mouseenter", () => { clearTimeout(timer); timer = setTimeout(() => show(link), 150); });
      link.addEventListener("mouseleave", later);
      link.addEventListener("focus", () => show(link));
      link.addEventListener("blur", later);
      link.addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch" ? link : null; });
      link.addEventListener("click", (event) => { if (touched === link && (!card || card.owner !== link)) { event.preventDefault(); show(link); } });
    }
  });
})();
