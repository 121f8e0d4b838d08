/** The status page: loads what the API says, shows it, and loads it again every 30 seconds. */

import { get, lastError, path, token } from './api.js';
import { ago, badge, el, fill, now, problemBox, setClock, source, tick, utc, word } from './dom.js';
import * as sections from './sections.js';
import { actionsFor } from './actions.js';

const REFRESH_MILLIS = 30_000;
const TOP_BUNDLES = '20';
const TOP_POINTS = '100';

const byId = id => document.getElementById(id);

/** The last answer of each resource: the call, the answer, its time, and why a later call failed. */
const loaded = new Map();

let status = null;
let failure = null;
let timer = 0;
let running = Promise.resolve();
let announced = '';

const actions = actionsFor(chosen, () => refresh(true));

/** The subsystem that the operator chose by the address, or the only one. */
function chosen() {
  const all = status ? status.subsystems : [];
  return all.length === 1 ? all[0] : all.find(each => sections.key(each) === wanted());
}

/** The subsystem in the address; empty if it names none. */
function wanted() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return '';
  }
}

/** Loads a resource. What was loaded of it before stays if it cannot be loaded again. */
async function load(resource, name, parameters, fresh) {
  const call = path(name, parameters);
  const before = loaded.get(resource);
  const kept = before && before.call === call ? before : { call };
  try {
    const data = await get(path(name, { ...parameters, fresh: fresh && 'true' }));
    loaded.set(resource, { call, data, at: resource === 'status' ? data.at : new Date(now()).toISOString() });
  } catch (problem) {
    loaded.set(resource, { ...kept, problem });
    throw problem;
  }
}

/** Loads again what is shown. One refresh runs at a time; an action during it causes one more. */
function refresh(fresh = false) {
  clearTimeout(timer);
  running = running.then(() => reload(fresh)).then(() => {
    clearTimeout(timer);
    if (!needsToken()) {
      timer = setTimeout(() => document.hidden || refresh(), REFRESH_MILLIS);
    }
  });
}

async function reload(fresh) {
  byId('main').setAttribute('aria-busy', 'true');
  try {
    await load('status', 'status', {}, fresh);
    status = loaded.get('status').data;
    setClock(status.at);
    failure = null;
  } catch (problem) {
    failure = problem;
    if (problem.status === 401) {
      forgetAnswers();
    }
  }
  if (failure && failure.status === 401) {
    show();
    byId('main').removeAttribute('aria-busy');
    return;
  }
  show();
  const subsystem = chosen();
  const which = subsystem ? { namespace: subsystem.namespace, cluster: subsystem.cluster } : {};
  const calls = !subsystem && status && status.subsystems.length > 1 ? [] : [
    load('recoverability', 'recoverability', which, fresh),
    load('points', 'recovery-points', { ...which, limit: TOP_POINTS }, fresh),
    load('bundles', 'bundles', { ...which, limit: TOP_BUNDLES }),
  ];
  const opened = ['subsystem', 'trust'].filter(id => byId(id).querySelector('details').open).map(loadLater);
  await Promise.allSettled([...calls, ...opened]);
  byId('main').removeAttribute('aria-busy');
  show();
}

/** Loads what is folded, when it is opened. */
function loadLater(id) {
  return load(id, id === 'trust' ? 'trust' : 'subsystems', {});
}

/** Nothing stays on the page for which the token is no longer accepted. */
function forgetAnswers() {
  loaded.clear();
  status = null;
}

const needsToken = () => failure !== null && failure.status === 401;

function show() {
  const subsystem = chosen();
  showAnswer(subsystem);
  const single = status !== null && (subsystem !== undefined || status.subsystems.length === 0);
  const report = loaded.get('recoverability');
  const current = report && report.data && subsystem && sections.key(report.data) === sections.key(subsystem) ? report.data : undefined;
  section('to-do', 'recoverability', single && subsystem, data => sections.toDo(data, actions));
  section('exposure', 'status', status !== null, () => sections.exposure(status, subsystem, current));
  section('points', 'points', single && subsystem, data => sections.points(data, actions));
  section('bundles', 'bundles', single, data => sections.bundles(data, actions));
  section('servers', 'status', status !== null, () => sections.servers(status));
  section('subsystem', 'subsystem', status !== null, data => sections.subsystem(data, subsystem));
  section('trust', 'trust', status !== null, sections.trust);
  fill(byId('foot'), sections.foot(status, lastError.requestId));
  byId('forget').hidden = !token.get();
  showAge();
}

function showAnswer(subsystem) {
  const { verdict, sentence, reason } = verdictNow(subsystem);
  byId('answer').className = `answer ${verdict}`;
  const stale = failure !== null && status !== null;
  fill(byId('answer'),
    el('p', { class: 'verdict' }, badge(verdict), stale ? el('strong', {}, ' OLD') : null),
    el('h1', { id: 'answer-heading' }, sentence),
    reason ? el('p', {}, reason) : null,
    status ? sections.pointFacts(status, subsystem) : null,
    status ? el('p', { class: 'seen' }, el('span', { id: 'seen' }), ' ',
      el('button', { type: 'button', 'data-key': 'look again', click: () => refresh(true) }, 'Look again')) : null,
    status ? sections.overview(status, subsystem) : null,
    needsToken() ? sections.tokenForm(failure, signIn) : null,
    failure && !status && !needsToken() ? [problemBox(failure), refusedHelp(),
      el('button', { type: 'button', 'data-key': 'look again', click: () => refresh(true) }, 'Look again')] : null,
    status && loaded.get('status').call ? source(loaded.get('status').call) : null);
  const name = subsystem ? ` · ${sections.key(subsystem)}` : '';
  document.title = `${word(verdict)}${stale ? ' (old)' : ''}${name} · apic-dr`;
  const heading = byId('answer-heading').textContent;
  if (status && announced !== verdict + stale) {
    announced = verdict + stale;
    byId('announcement').textContent = `${stale ? 'Old: ' : ''}${heading}`;
  }
}

function verdictNow(subsystem) {
  if (status) {
    return sections.answer(status, subsystem);
  }
  if (!failure) {
    return { verdict: 'unknown', sentence: 'Loading …' };
  }
  if (needsToken()) {
    return { verdict: 'unknown', sentence: token.get() ? 'The token was not accepted.' : 'A token is needed to see the status.' };
  }
  if (failure.status === 403) {
    return { verdict: 'unknown', sentence: 'Unknown. You may not see the status.' };
  }
  return { verdict: 'unknown', sentence: `Unknown. ${failure.title}.` };
}

function refusedHelp() {
  return failure.status === 403 ? el('p', {}, 'Have the permission granted, or choose "Forget the token" and enter that of another account: kubectl -n NAMESPACE create token ACCOUNT --audience apic-dr') : null;
}

function signIn(text) {
  const entered = text.trim().replace(/^Bearer\s+/i, '');
  if (/^[\x21-\x7e]+$/.test(entered)) {
    token.set(entered);
    refresh(true);
  }
}

/** Shows a section, or why it cannot be shown. Data that could not be loaded again stays, marked as old. */
function section(id, resource, applies, content) {
  const place = byId(id);
  place.hidden = !applies;
  const body = place.querySelector('.body');
  const answered = loaded.get(resource);
  if (!applies || !answered) {
    fill(body, applies ? el('p', {}, 'Loading …') : null);
    return;
  }
  fill(body,
    answered.problem && (resource !== 'status' || !answered.data) ? [
      failure && answered.data && failure.title === answered.problem.title ? null : isKnown(answered.problem)
        ? el('p', {}, badge('unknown'), ` ${answered.problem.title}. See "What to do" and "Store and API server".`)
        : problemBox(answered.problem, answered.data ? 'Not loaded again' : 'Unknown'),
      answered.data ? el('p', {}, el('strong', {}, 'Old: '), 'what follows is from ', utc(answered.at), ', ', ago(answered.at), '.') : null] : null,
    answered.data ? content(answered.data) : null,
    source(answered.call));
}

/** Returns whether another section says why a server cannot be used. */
function isKnown(problem) {
  return status !== null && ((problem.slug === 'store-unavailable' && !status.store.up) || (problem.slug === 'cluster-unavailable' && !status.cluster.up));
}

/** How old the page is, each second. */
function showAge() {
  tick();
  const answered = loaded.get('status');
  if (answered && answered.at && byId('seen')) {
    const seconds = Math.max(0, Math.round((now() - Date.parse(answered.at)) / 1000));
    byId('seen').textContent = failure ? `Last seen ${seconds} s ago.` : `Seen ${seconds} s ago, looked at again every 30 s.`;
  }
  const stale = failure && status ? `${failure.title}. What is shown is old.` : '';
  if (byId('stale').dataset.text !== stale) {
    byId('stale').dataset.text = stale;
    fill(byId('stale'), stale ? el('div', {}, problemBox(failure, 'Not refreshed'), el('p', {}, 'All below is old: it was last seen at ', utc(answered.at), '. The page tries again every 30 s.')) : null);
  }
}

function start() {
  for (const id of ['subsystem', 'trust']) {
    byId(id).querySelector('details').addEventListener('toggle', event => event.target.open && loadLater(id).catch(() => {}).then(show));
  }
  byId('forget').addEventListener('click', () => { token.forget(); forgetAnswers(); refresh(); });
  addEventListener('hashchange', () => { show(); refresh(); });
  document.addEventListener('visibilitychange', () => document.hidden || refresh());
  setInterval(showAge, 1_000);
  refresh();
}

start();
