// The search on a site's front page. Without it, the page is a list with links to older lists.
//
// The checks come from checks.js, a script beside this one: a page opened from disk may not fetch a file. It
// is loaded once somebody searches. All text from checks is put into the page as text, never as markup.
"use strict";

(() => {
  /** Rows shown at first, and added by each "Show more". */
  const STEP = 50;
  /** What a check may be marked as, by the number that stands for it in checks.js; a fault is set off. */
  const MARKS = [[1, "outdated", "tag"], [2, "corrected", "tag"], [4, "changed", "tag fault"], [8, "draft", "tag"]];
  const PDF = 16;
  /** The language of the page, with Western digits: so are those that stand in it. */
  const LOCALE = `${document.documentElement.lang}-u-nu-latn`;

  /** What is said here, in the language of the page; `{places}` are filled. @type {Record<string, string>} */
  let say = {};

  /**
   * A check as checks.js has it.
   * @typedef {[string, string, string, string, number, number[]?, number?, string?]} Check
   * id, headline, claimant, date, place of its rating, places of its topics, marks, language
   */

  /** @type {Promise<{topics: [string, string][], checks: Check[], words: string[]}> | undefined} */
  let loading;

  document.documentElement.classList.add("scripted");
  document.addEventListener("DOMContentLoaded", () => {
    const form = document.getElementById("search");
    if (form) start(/** @type {HTMLFormElement} */ (form));
  });

  /** @param {HTMLFormElement} form */
  function start(form) {
    const list = document.getElementById("checks");
    say = JSON.parse(form.dataset.words);
    const found = document.getElementById("found");
    const more = document.getElementById("more");
    const pages = document.getElementById("pages");
    const all = form.querySelector("button[type=reset]");
    const own = [...list.children];
    const everything = found.textContent;
    let turn = 0;

    async function show() {
      const mine = ++turn;
      const wanted = wishes(form);
      remember(wanted);
      pages.hidden = wanted.size > 0;
      all.hidden = !pages.hidden;
      more.hidden = true;
      if (wanted.size === 0) {
        list.replaceChildren(...own);
        found.textContent = everything;
        return;
      }
      let data;
      try {
        data = await load(form.dataset.checks);
      } catch {
        found.textContent = say.lost;
        return;
      }
      if (mine !== turn) return; // Somebody typed on while the checks were loading.
      const fits = data.checks.filter((check, place) => fit(check, data.words[place], wanted));
      const numbers = { number: fits.length, total: Number(form.dataset.total) };
      found.textContent = fits.length
        ? say.found.replace(/\{(\w+)\}/g, (_, name) => numbers[name].toLocaleString(LOCALE))
        : say.none;
      list.replaceChildren();
      let shown = 0;
      const add = () => {
        const rows = fits.slice(shown, shown + STEP).map((check) => row(check, data.topics));
        list.append(...rows);
        shown += rows.length;
        more.hidden = shown >= fits.length;
        return rows[0];
      };
      add();
      more.onclick = () => add()?.querySelector("a").focus();
    }

    let waiting;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(show, 120);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(show));
    form.addEventListener("focusin", () => load(form.dataset.checks).catch(() => {}), { once: true });
    addEventListener("hashchange", () => recall(form) && show());
    if (recall(form)) show();
  }

  /** Give what is searched for; what is left open is not in it. @param {HTMLFormElement} form */
  function wishes(form) {
    const wanted = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (String(value).trim()) wanted.set(name, String(value).trim());
    }
    return wanted;
  }

  /** Keep the search in the address, so that it can be shared and comes back. @param {URLSearchParams} wanted */
  function remember(wanted) {
    const words = wanted.toString();
    if (words === location.hash.slice(1)) return;
    if (!words && !/=/.test(location.hash)) return;
    history.replaceState(null, "", words ? `#${words}` : "#");
  }

  /** Fill the form as the address says; tells whether it says anything. @param {HTMLFormElement} form */
  function recall(form) {
    const wanted = new URLSearchParams(location.hash.slice(1));
    let any = false;
    for (const field of form.querySelectorAll("input, select")) {
      const value = wanted.get(field.name) ?? "";
      any ||= value !== "";
      field.value = value;
      if (field.selectedIndex === -1) field.value = "";
    }
    return any;
  }

  /** Load the checks, once. @param {string} address */
  function load(address) {
    loading ??= new Promise((resolve, reject) => {
      globalThis.factbookChecks = (data) => {
        data.words = data.checks.map(([id, headline, claimant, , , topics = []]) =>
          fold([headline, claimant, ...topics.map((place) => data.topics[place][0]), id].join(" ")));
        resolve(data);
      };
      const script = document.createElement("script");
      script.src = address;
      script.onerror = () => { loading = undefined; reject(new Error(address)); };
      document.head.append(script);
    });
    return loading;
  }

  /** Text as it is searched: without case and accents. @param {string} text */
  function fold(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }

  /** @param {Check} check @param {string} words @param {URLSearchParams} wanted */
  function fit(check, words, wanted) {
    const [, , , date, rating, topics = []] = check;
    const is = (name, test) => !wanted.has(name) || test(wanted.get(name));
    return is("rating", (value) => rating === Number(value))
      && is("topic", (value) => topics.includes(Number(value)))
      && is("year", (value) => date.startsWith(value))
      && is("words", (value) => fold(value).split(/\s+/).every((word) => words.includes(word)));
  }

  /** Make the row of a check. @param {Check} check @param {[string, string][]} names */
  function row(check, names) {
    const [id, headline, claimant, date, rating, topics = [], marks = 0, language = document.documentElement.lang] = check;
    const made = copy("row").firstElementChild;
    const link = made.querySelector("a");
    link.href = `checks/${encodeURIComponent(id)}/report.html`;
    const question = link.querySelector(".question");
    question.textContent = headline;
    if (language !== document.documentElement.lang) question.lang = language;
    made.querySelector(".verdict").append(copy(`rating-${rating}`));
    const by = made.querySelector(".by");
    if (claimant) {
      const [before, behind] = say.said.split("{name}");
      by.append(span("", before, isolated(claimant), behind), " ");
    }
    if (date) {
      const time = document.createElement("time");
      time.dateTime = date;
      time.textContent = day(date);
      by.append(span("", span("unseen", `${say.checked} `), time), " ");
    }
    for (const place of topics) {
      const [name, slug] = names[place];
      const topic = document.createElement("a");
      topic.href = `topics/${encodeURIComponent(slug)}/index.html`;
      topic.append(isolated(name));
      by.append(span("", topic), " ");
    }
    if (marks & PDF) {
      const pdf = document.createElement("a");
      pdf.href = `checks/${encodeURIComponent(id)}/report.pdf`;
      pdf.append("PDF", span("unseen", ` ${say.report}`));
      by.append(span("", pdf), " ");
    }
    for (const [mark, word, name] of MARKS) {
      if (marks & mark) by.append(span(name, say[word]), " ");
    }
    return made;
  }

  /** @param {string} id */
  function copy(id) {
    return /** @type {HTMLTemplateElement} */ (document.getElementById(id)).content.cloneNode(true);
  }

  /** @param {string} name @param {...(string | Node)} content */
  function span(name, ...content) {
    const made = document.createElement("span");
    if (name) made.className = name;
    made.append(...content);
    return made;
  }

  /** Text that turns nothing around it, whatever its direction. @param {string} text */
  function isolated(text) {
    const made = document.createElement("bdi");
    made.textContent = text;
    return made;
  }

  /** A date as far as it is known, like "September 9, 2025". @param {string} date */
  function day(date) {
    const [year, month, dayOfMonth] = date.split("-").map(Number);
    if (!month) return String(year);
    const known = { year: "numeric", month: "long", ...(dayOfMonth && { day: "numeric" }), timeZone: "UTC" };
    return new Date(Date.UTC(year, month - 1, dayOfMonth || 1)).toLocaleDateString(LOCALE, known);
  }
})();
