/** Elements of the page. All that comes from the API is set as text, never as markup. */

import { address, curl, token } from './api.js';

/** Makes an element. A property that is a function listens to the event of that name; null and false leave one out. */
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === 'function') {
      element.addEventListener(key, value);
    } else if (value === true) {
      element.setAttribute(key, '');
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(key, value);
    }
  }
  element.append(...present(children));
  return element;
}

/**
 * Replaces the children of an element if they differ. Keeps the focus, and what the operator has opened, by the keys of
 * elements.
 */
export function fill(element, ...children) {
  const next = element.cloneNode(false);
  next.append(...present(children));
  const keyed = [...next.querySelectorAll('[data-key]')];
  for (const open of element.querySelectorAll('details[open]')) {
    const again = keyed.find(each => each.dataset.key === open.dataset.key);
    if (again) {
      again.open = true;
    }
  }
  if (next.isEqualNode(element)) {
    return;
  }
  const focused = element.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  element.replaceChildren(...next.childNodes);
  const again = focused && keyed.find(each => each.dataset.key === focused);
  if (again) {
    again.focus({ preventScroll: true });
  }
}

/** The children that are there; a condition that does not hold leaves one out. */
function present(children) {
  return children.flat(9).filter(child => child !== null && child !== undefined && child !== false);
}

const WORDS = { pass: 'PASS', warn: 'WARN', fail: 'FAIL', skipped: 'NOT PROVEN', unknown: 'UNKNOWN', up: 'UP', down: 'DOWN' };
const SIGNS = { pass: '✔', warn: '▲', fail: '✖', skipped: '○', unknown: '?', up: '✔', down: '✖' };
const LOOKS = { up: 'pass', down: 'fail', skipped: 'unknown' };

/** A verdict as a word, a sign and a colour. */
export function badge(verdict) {
  const known = WORDS[verdict] ? verdict : 'unknown';
  return el('span', { class: `badge ${LOOKS[known] || known}` }, el('span', { 'aria-hidden': 'true' }, SIGNS[known]), ` ${WORDS[known]}`);
}

export const word = verdict => WORDS[verdict] || WORDS.unknown;

let offset = 0;

/** Takes the time of the service for that of the page, as the browser's clock may be wrong. */
export function setClock(instant) {
  offset = Date.parse(instant) - Date.now();
}

export const now = () => Date.now() + offset;

/** From how many seconds on a unit is used, and how many it has. */
const UNITS = [[172_800, 86_400, 'd'], [7_200, 3_600, 'h'], [120, 60, 'min'], [0, 1, 's']];

export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const [, size, unit] = UNITS.find(([from]) => whole >= from);
  return `${Math.floor(whole / size)} ${unit}`;
}

function age(instant) {
  const seconds = (now() - Date.parse(instant)) / 1000;
  return seconds < -1 ? `in ${duration(-seconds)}` : `${duration(seconds)} ago`;
}

/** How long ago something was. tick() keeps it true. */
export function ago(instant) {
  return el('time', { datetime: instant, title: utc(instant), 'data-age': '' }, age(instant));
}

export function tick() {
  for (const time of document.querySelectorAll('time[data-age]')) {
    const text = age(time.dateTime);
    if (time.textContent !== text) {
      time.textContent = text;
    }
  }
}

/** A time in UTC, with its day only if that is not today. */
export function utc(instant) {
  const iso = new Date(instant).toISOString();
  const clock = `${iso.slice(11, 16)} UTC`;
  const day = iso.slice(0, 10);
  const days = [['today', 0], ['yesterday', -1], ['tomorrow', 1]];
  const near = days.find(([, shift]) => new Date(now() + shift * 86_400_000).toISOString().startsWith(day));
  return near ? `${clock} ${near[0]}` : `${clock} on ${day}`;
}

export function when(instant) {
  return [utc(instant), ', ', ago(instant)];
}

export function size(bytes) {
  return bytes < 1024 ? `${bytes} B` : bytes < 1 << 20 ? `${Math.round(bytes / 1024)} KiB` : `${(bytes / (1 << 20)).toFixed(1)} MiB`;
}

export function count(number, one, many) {
  return `${number} ${number === 1 ? one : many}`;
}

/** Copies text. Browsers have a clipboard only on HTTPS and loopback addresses; elsewhere the text is selected first. */
async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el('textarea', { 'aria-label': 'Text to copy', readonly: true }, text);
    button.after(area);
    area.select();
    document.execCommand('copy');
    area.remove();
    button.focus();
  }
  const label = button.textContent;
  button.textContent = 'Copied';
  setTimeout(() => { button.textContent = label; }, 2_000);
}

/** A command that can be copied. */
export function command(text, key) {
  return el('div', { class: 'command' },
    el('code', {}, text),
    el('button', { type: 'button', class: 'plain', 'data-key': `copy ${key}`, 'aria-label': `Copy: ${text}`, click: event => copy(text, event.currentTarget) }, 'Copy'));
}

/** Says which call figures are from: a link if no token is needed, else a command. */
export function source(call, extra) {
  if (!token.get()) {
    return el('p', { class: 'source' }, 'From ', el('a', { href: address(call), 'data-key': call }, `GET ${shown(call)}`), extra);
  }
  return el('p', { class: 'source' }, `From GET ${shown(call)} `,
    el('button', { type: 'button', class: 'plain', 'data-key': call, 'aria-label': `Copy as curl: GET ${shown(call)}`, click: event => copy(curl(call), event.currentTarget) }, 'Copy as curl'), extra);
}

const shown = call => `/${call.split('?')[0]}`;

/**
 * A table. Its roles are explicit, because a narrow screen shows each row as a block, and browsers then drop them.
 * The first cell of a row is its header.
 */
export function table(caption, columns, rows) {
  return el('table', { role: 'table' },
    el('caption', {}, caption),
    el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, columns.map(column => el('th', { role: 'columnheader', scope: 'col' }, column)))),
    el('tbody', { role: 'rowgroup' }, rows.map(cells => el('tr', { role: 'row' }, cells.map((cell, i) => i === 0
      ? el('th', { role: 'rowheader', scope: 'row', 'data-label': columns[i] }, el('div', {}, cell))
      : el('td', { role: 'cell', 'data-label': columns[i] }, el('div', {}, cell)))))));
}

/** A list of names and values. */
export function facts(...pairs) {
  return el('dl', {}, pairs.filter(Boolean).map(([name, ...value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))));
}

/** A problem with all that an operator needs to ask for help. */
export function problemBox(problem, before) {
  return el('div', { class: 'notice fail' },
    el('p', {}, badge('fail'), ' ', el('strong', {}, before ? `${before}: ${problem.title}` : problem.title)),
    problem.detail ? el('p', {}, problem.detail) : null,
    problem.requestId ? el('p', { class: 'source' }, `Request id ${problem.requestId}`) : null);
}
