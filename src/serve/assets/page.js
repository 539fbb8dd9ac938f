// Keys, suggestions, cards, notes, settings. Every page works without it; it asks nothing of anyone but this machine.
"use strict";
(() => {
  const root = document.documentElement;
  const kept = (name) => { try { return localStorage.getItem("congvan-" + name) || ""; } catch { return ""; } };
  const keep = (name, value) => { try { localStorage.setItem("congvan-" + name, value); } catch { /* A browser that keeps nothing. */ } };
  const face = () => { for (const name of ["theme", "size", "quotes"]) { if (kept(name)) root.dataset[name] = kept(name); else delete root.dataset[name]; } };
  face();
  const made = (tag, words, className) => { const e = document.createElement(tag); if (words) e.textContent = words; if (className) e.className = className; return e; };

  document.addEventListener("DOMContentLoaded", () => {
    const all = (where) => [...document.querySelectorAll(where)];
    const box = document.getElementById("q");
    const typing = (t) => t && (t.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName));
    const narrow = matchMedia("(max-width: 1099px)");

    for (const input of all("#settings input")) {
      input.checked = input.value === kept(input.name);
      input.addEventListener("change", () => { keep(input.name, input.value); face(); });
    }
    for (const button of all("[data-print]")) button.addEventListener("click", () => print());
    if (matchMedia("(max-width: 699px)").matches) for (const fold of all("details.folds")) fold.open = false;

    // A value is copied by a click on it; a selection is left alone.
    for (const value of all(".value")) {
      value.addEventListener("click", () => { if (navigator.clipboard && getSelection().isCollapsed) navigator.clipboard.writeText(value.textContent).then(() => { value.classList.add("copied"); setTimeout(() => value.classList.remove("copied"), 900); }, () => {}); });
    }

    // Hits: the first one takes the focus after a search, arrows go on.
    const hits = all(".hits .number");
    if (hits.length && location.search.includes("q=") && !location.hash) hits[0].focus({ preventScroll: true });
    const move = (by) => {
      const next = hits[Math.max(0, Math.min(hits.length - 1, hits.indexOf(document.activeElement) + by))];
      if (next) next.focus();
    };

    // Suggestions while typing: after a pause, never during a composition; works the same without them.
    const offers = made("ul"); let at = -1, pause = 0, asked = "";
    const shut = () => { clearTimeout(pause); offers.remove(); at = -1; if (box) { box.setAttribute("aria-expanded", "false"); box.removeAttribute("aria-activedescendant"); } };
    const point = (to) => {
      const items = [...offers.children];
      at = to < -1 ? items.length - 1 : to >= items.length ? -1 : to;
      items.forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
      if (at >= 0) { box.setAttribute("aria-activedescendant", items[at].id); items[at].scrollIntoView({ block: "nearest" }); } else box.removeAttribute("aria-activedescendant");
    };
    const take = (item) => { box.value = item.dataset.query; shut(); box.form.submit(); };
    const suggest = async () => {
      asked = box.value.trim();
      if (!asked) return shut();
      const answer = await fetch(box.dataset.suggest + "?q=" + encodeURIComponent(asked));
      const found = answer.ok ? (await answer.json()).suggestions : [];
      if (asked !== box.value.trim() || document.activeElement !== box) return;
      shut();
      if (!found.length) return;
      offers.replaceChildren(...found.map((one, i) => {
        const item = made("li"); item.id = "offer" + i; item.dataset.query = one.query;
        item.setAttribute("role", "option"); item.setAttribute("aria-selected", "false");
        item.append(made("b", one.number || one.query), " " + [one.date, one.issuer].filter(Boolean).join(" · ") + " ", made("span", one.subject, "subject"));
        item.addEventListener("pointerdown", (event) => { event.preventDefault(); take(item); });
        return item;
      }));
      box.form.append(offers); box.setAttribute("aria-expanded", "true");
    };
    if (box && box.dataset.suggest) {
      offers.id = "offers"; offers.setAttribute("role", "listbox");
      for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", "offers"], ["aria-expanded", "false"]]) box.setAttribute(name, value);
      const later = (event) => { clearTimeout(pause); if (!event.isComposing) pause = setTimeout(suggest, 150); };
      box.addEventListener("input", later); box.addEventListener("compositionend", later);
      box.addEventListener("blur", shut);
      box.form.addEventListener("submit", shut);
      box.addEventListener("keydown", (event) => {
        if (event.isComposing || !offers.isConnected) return;
        if (event.key === "ArrowDown") point(at + 1); else if (event.key === "ArrowUp") point(at - 1);
        else if (event.key === "Enter" && at >= 0) take(offers.children[at]);
        else if (event.key === "Escape") shut(); else return;
        event.preventDefault(); event.stopPropagation();
      });
    }

    // Citations that are not simply held.
    const open = all("a.cites:not(.held)");
    let last = -1;
    const step = (by) => {
      if (!open.length) return;
      const now = open.indexOf(document.activeElement);
      last = ((now >= 0 ? now : last) + by + open.length) % open.length;
      open[last].focus();
      open[last].scrollIntoView({ block: "center" });
    };
    for (const button of all("[data-step]")) button.addEventListener("click", () => step(Number(button.dataset.step)));

    document.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === "Escape") return hide();
      if (typing(event.target)) { if (event.key === "ArrowDown" && hits.length) { hits[0].focus(); event.preventDefault(); } return; }
      if (event.key === "ArrowDown" && hits.length) { move(1); event.preventDefault(); }
      else if (event.key === "ArrowUp" && hits.length) { move(-1); event.preventDefault(); }
      else if (kept("keys") === "off") return;
      else if (event.key === "/" && box) { box.focus(); box.select(); event.preventDefault(); }
      else if (event.key === "n") step(1);
      else if (event.key === "p") step(-1);
      else if (event.key === "?") location.href = (root.lang === "en" ? "/en" : "") + "/huong-dan";
    });

    // Notes keep step with the text beside them; where there is no room beside, a note opens under its paragraph.
    const notes = document.querySelector(".notes"), marks = all(".text .note-mark");
    if (notes && marks.length && "IntersectionObserver" in window) {
      const seen = new IntersectionObserver((entries) => {
        const first = entries.filter((e) => e.isIntersecting).map((e) => document.getElementById(e.target.hash.slice(1)))[0];
        if (first && !narrow.matches && !notes.matches(":hover, :focus-within")) notes.scrollTop = first.offsetTop - notes.offsetTop;
      }, { rootMargin: "-10% 0px -50% 0px" });
      for (const mark of marks) {
        seen.observe(mark);
        mark.addEventListener("click", (event) => {
          const note = narrow.matches && document.getElementById(mark.hash.slice(1));
          if (!note) return;
          event.preventDefault();
          if (note.previousElementSibling === mark.closest("p, h3, h4")) notes.append(note); else mark.closest("p, h3, h4").after(note);
        });
      }
    }

    // The card of a citation: on hover and focus, stays while it is pointed at, goes with Esc.
    let card = null, timer = 0, touched = null;
    const hide = () => { clearTimeout(timer); if (card) card.remove(); card = null; };
    const later = () => { clearTimeout(timer); timer = setTimeout(() => { if (card && !card.matches(":hover, :focus-within") && !card.owner.matches(":focus-visible")) hide(); }, 300); };
    const show = async (link) => {
      if (card && card.owner === link) return;
      const answer = await fetch(link.dataset.card);
      if (!answer.ok || !link.matches(":hover, :focus") && touched !== link) return;
      const text = await answer.text();
      hide();
      card = made("aside");
      card.id = "card"; card.owner = link; card.setAttribute("role", "note");
      card.append(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
      document.body.append(card);
      const place = link.getBoundingClientRect(), below = innerHeight - place.bottom > card.offsetHeight + 8;
      card.style.setProperty("left", Math.max(8, Math.min(place.left, root.clientWidth - card.offsetWidth - 8)) + scrollX + "px");
      card.style.setProperty("top", (below ? place.bottom + 4 : Math.max(4, place.top - card.offsetHeight - 4)) + scrollY + "px");
      card.addEventListener("mouseleave", later);
    };
    for (const link of all("a[data-card]")) {
      link.addEventListener("mouseenter", () => { clearTimeout(timer); timer = setTimeout(() => show(link), 150); });
      link.addEventListener("mouseleave", later);
      link.addEventListener("focus", () => show(link));
      link.addEventListener("blur", later);
      link.addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch" ? link : null; });
      link.addEventListener("click", (event) => { if (touched === link && (!card || card.owner !== link)) { event.preventDefault(); show(link); } });
    }
  });
})();
