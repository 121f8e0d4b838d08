/** The sections of the page. Each function returns the content of one, from the answers of the API. */

import { address, curl, path, token } from './api.js';
import { ago, badge, command, count, duration, el, facts, now, problemBox, size, table, when } from './dom.js';

const DAYS = 30;
const DAY_MILLIS = 86_400_000;

export const key = subsystem => `${subsystem.namespace}/${subsystem.cluster}`;

/** The verdict of a subsystem. Without a report it is not known. */
export function verdictOf(subsystem) {
  return subsystem.detail ? 'unknown' : subsystem.verdict;
}

/** The verdict and the one sentence for the operator. */
export function answer(status, subsystem) {
  if (subsystem) {
    return { verdict: verdictOf(subsystem), sentence: sentence(status, subsystem), reason: subsystem.detail };
  }
  const all = status.subsystems;
  if (all.length === 0) {
    return nothingFound(status);
  }
  const worst = ['fail', 'unknown', 'warn', 'pass'].find(verdict => all.some(each => verdictOf(each) === verdict));
  const number = all.filter(each => verdictOf(each) === worst).length;
  const of = `${number} of ${all.length} subsystems`;
  const sentences = {
    fail: `No. ${of} could not be recovered now.`,
    unknown: `Unknown. Whether ${of} could be recovered is not known.`,
    warn: `Probably. ${of} could be recovered, but not for certain.`,
    pass: `Yes. All ${all.length} subsystems could be recovered now.`,
  };
  return { verdict: worst, sentence: sentences[worst] };
}

function nothingFound(status) {
  if (!status.cluster.up || !status.store.up) {
    const server = status.cluster.up ? 'store' : 'API server';
    return { verdict: 'unknown', sentence: `Unknown. The ${server} cannot be used, and no subsystem is known.` };
  }
  return {
    verdict: 'unknown',
    sentence: 'Unknown. There is no subsystem and no bundle.',
    reason: 'No ManagementCluster is visible, and the store has no bundle. Check apic-dr.namespaces, apic-dr.site and apic-dr.sftp.path, and what your token permits.',
  };
}

function sentence(status, subsystem) {
  const name = key(subsystem);
  const point = subsystem.recoveryPoint;
  const to = point ? [' to ', when(point.databaseBackup.takenAt)] : [];
  const total = subsystem.passed + subsystem.warned + subsystem.failed + subsystem.notProven;
  switch (verdictOf(subsystem)) {
    case 'pass':
      return ['Yes. ', name, ' can be recovered', to, '.'];
    case 'warn':
      return ['Probably. ', name, ' can be recovered', to, `, but ${subsystem.warned} of ${total} checks ${subsystem.warned === 1 ? 'warns' : 'warn'}.`];
    case 'fail':
      return ['No. ', name, ' could not be recovered now: ', cause(status, subsystem, total), '.'];
    default:
      return ['Unknown. Whether ', name, ' could be recovered is not known.'];
  }
}

function cause(status, subsystem, total) {
  const server = !status.store.up ? 'the store' : !status.cluster.up ? 'the API server' : '';
  if (!server) {
    return `${subsystem.failed} of ${total} checks ${subsystem.failed === 1 ? 'fails' : 'fail'}`;
  }
  const more = subsystem.failed - 1;
  return `${server} cannot be used${more > 0 ? `, and ${count(more, 'more check fails', 'more checks fail')}` : ''}`;
}

/** One line for each subsystem, the worst first. */
export function overview(status, chosen) {
  if (status.subsystems.length < 2) {
    return null;
  }
  return el('nav', { 'aria-label': 'Subsystems' },
    el('ul', { class: 'subsystems' }, status.subsystems.map(each => el('li', {},
      badge(verdictOf(each)), ' ',
      el('a', { href: `#${key(each)}`, 'data-key': `#${key(each)}`, 'aria-current': chosen && key(chosen) === key(each) ? 'true' : null }, key(each)), ' ',
      el('span', {}, line(each))))),
    status.leftOut > 0 ? el('p', {}, `${status.leftOut} more are not shown.`) : null,
    chosen ? el('p', {}, el('a', { href: '#', 'data-key': '#' }, 'Show none of them')) : el('p', {}, 'Choose one to see what to do.'));
}

function line(subsystem) {
  if (subsystem.detail) {
    return subsystem.detail;
  }
  const point = subsystem.recoveryPoint;
  return [`${subsystem.failed} fail, ${subsystem.warned} warn, ${subsystem.passed} pass`,
    point ? ['; could go back to ', when(point.databaseBackup.takenAt)] : '; no recovery point'];
}

/** Below the sentence: how good the newest recovery point is. */
export function pointFacts(status, subsystem) {
  if (!subsystem || subsystem.detail) {
    return null;
  }
  const point = subsystem.recoveryPoint;
  if (!point) {
    return el('p', {}, status.store.up && status.cluster.up ? 'No backup is known that could be restored.' : 'Which backups could be restored is not known.');
  }
  const gap = point.gapSeconds === undefined ? '' : `, database and portal ${duration(point.gapSeconds)} apart`;
  return el('p', {}, `The newest recovery point is ${point.state}: `, when(point.databaseBackup.takenAt), `${gap}, key ${point.key}.`);
}

/** Checks that fail, then those that warn; the others are folded and counted. */
export function toDo(report, actions) {
  const of = outcome => report.checks.filter(check => check.outcome === outcome);
  const isRoot = check => Number(check.id.endsWith('-access'));
  const open = [...of('fail').sort((one, other) => isRoot(other) - isRoot(one)), ...of('warn')];
  return [
    open.length === 0 ? el('p', {}, 'Nothing: no check fails or warns.') : el('ol', { class: 'to-do' }, open.map(check => item(check, actions))),
    folded(of('pass'), 'check passes', 'checks pass'),
    folded(of('skipped'), 'check is not proven', 'checks are not proven'),
  ];
}

const label = id => (id.charAt(0).toUpperCase() + id.slice(1)).replaceAll('-', ' ');

function item(check, actions) {
  const text = `${check.detail} ${check.remedy || ''}`;
  const commands = commandsIn(text);
  return el('li', { class: `notice ${check.outcome}` },
    el('h3', {}, badge(check.outcome), ' ', label(check.id)),
    el('p', {}, check.detail),
    check.remedy ? el('p', {}, el('strong', {}, 'Do this: '), check.remedy) : null,
    commands.map((each, i) => command(each, `${check.id} ${i}`)),
    /capture a new bundle/i.test(check.remedy || '')
      ? el('button', { type: 'button', 'data-key': `capture ${check.id}`, click: actions.capture }, 'Capture now …') : null,
    el('p', { class: 'source' }, `Explained in docs/recoverability.md, row ${check.id}`));
}

/** The shell commands and API calls in a message. */
export function commandsIn(text) {
  const quoted = [...text.matchAll(/`([^`]+)`/g)].map(match => match[1]);
  const shell = [...text.matchAll(/: ((?:kubectl|oc|mkdir|chmod|chown|ssh-keygen|ssh-keyscan|curl) .+?)(?=\.?$|\. [A-Z])/g)].map(match => match[1]);
  const calls = [...text.matchAll(/\b(GET|POST|PUT|DELETE) \/(?:api\/v1\/)?([a-z][a-z/-]*)/g)].map(match => curl(path(match[2]), match[1]));
  return [...new Set([...quoted, ...shell, ...calls])];
}

function folded(checks, one, many) {
  if (checks.length === 0) {
    return null;
  }
  return el('details', { 'data-key': `fold ${one}` },
    el('summary', { 'data-key': `summary ${one}` }, count(checks.length, one, many)),
    el('ul', {}, checks.map(check => el('li', {}, badge(check.outcome), ' ', el('strong', {}, label(check.id)), `: ${check.detail}`))));
}

/** Since when something would be lost, and what was captured and verified. */
export function exposure(status, subsystem, report) {
  const bundle = subsystem && subsystem.newestBundle;
  return [
    facts(
      subsystem && ['Protected', isProtected(subsystem, report)],
      subsystem && ['Last capture', bundle ? lastCapture(bundle) : unknownBundle(status)],
      ['Next capture', status.captures.next ? when(status.captures.next) : 'none is scheduled'],
      subsystem && bundle && ['Last verdict', bundle.verification ? [badge(bundle.verification.verdict), ' ', ago(bundle.verification.at)] : 'never verified'],
      ...(subsystem ? subsystem.verifications : []).map(each => [`Verified on level ${each.level}`, badge(each.outcome), ' ', ago(each.at), `, ${each.bundleId}`])),
    subsystem && subsystem.verifications.length === 0 ? el('p', {}, 'Nothing was verified since the service started, so no level is known.') : null,
    status.captures.failures.map(failure => el('div', { class: 'notice fail' },
      el('p', {}, badge('fail'), ' ', el('strong', {}, 'The automatic capture of ', failure.subject, ' failed '), ago(failure.at)),
      el('p', {}, failure.detail))),
  ];
}

function isProtected(subsystem, report) {
  if (subsystem.unprotectedSince) {
    return [badge('fail'), ' not since ', when(subsystem.unprotectedSince), ': changes since then are in no bundle'];
  }
  const check = report && report.checks.find(each => each.id === 'bundle-current');
  return check ? [badge(check.outcome), ' ', check.detail] : [badge('unknown'), ' no report is known'];
}

function lastCapture(bundle) {
  return [when(bundle.capturedAt), ` by ${bundle.requestedBy || bundle.trigger}, `, bundle.id];
}

function unknownBundle(status) {
  return status.store.up ? 'no authentic bundle is known' : [badge('unknown'), ' the store cannot be used'];
}

/** The last 30 days as a row of bars, and below it each recovery point. */
export function points(list, actions) {
  const byDay = new Map();
  for (const point of list.items) {
    const day = point.databaseBackup.takenAt.slice(0, 10);
    byDay.set(day, byDay.get(day) === 'complete' ? 'complete' : point.state);
  }
  const days = Array.from({ length: DAYS }, (_, i) => new Date(now() - (DAYS - 1 - i) * DAY_MILLIS).toISOString().slice(0, 10));
  const states = days.map(day => byDay.get(day) || 'none');
  const number = state => states.filter(each => each === state).length;
  const summary = `Last ${DAYS} days: ${number('complete')} with a complete recovery point, ${number('partial')} with a partial one, ${number('none')} with none.`;
  return [
    el('div', { class: 'strip', role: 'img', 'aria-label': summary }, days.map((day, i) => el('span', { class: states[i], title: `${day}: ${states[i]}` }))),
    el('p', { class: 'legend' }, summary, ' A full bar is a day with a complete one, half a bar a partial one, a line none.'),
    list.items.length === 0 ? el('p', {}, 'No backup is known that could be restored.') : table(
      'To recover, restore the database backup, then those of the portals, with the bundle that has the key. RECOVERY.md in the bundle has each step.',
      ['Point in time', 'State', 'Database backup', 'Portal backups', 'Gap', 'Key', 'Bundle to take with it'],
      list.items.map(point => [
        when(point.databaseBackup.takenAt),
        [badge(point.state === 'complete' ? 'pass' : 'warn'), ` ${point.state}`, point.reasons.length ? el('p', { class: 'small' }, point.reasons.join(' ')) : null],
        point.databaseBackup.id,
        point.portalBackups.length ? point.portalBackups.map(each => el('div', {}, `${each.of}: ${each.id}`)) : 'none',
        point.gapSeconds === undefined ? '–' : duration(point.gapSeconds),
        point.key,
        point.bundles.length ? point.bundles.map(id => el('div', {}, idOf(id), ' ',
          el('button', { type: 'button', class: 'plain', 'data-key': `take ${point.databaseBackup.id} ${id}`, 'aria-label': `Download ${id}`, click: () => actions.download(id) }, 'Download'))) : 'none',
      ])),
  ];
}

export function bundles(page, actions) {
  const foreign = page.foreignFiles || 0;
  const forged = page.forgedVerdicts || 0;
  return [
    foreign + forged > 0 ? el('div', { class: 'notice fail' },
      foreign ? el('p', {}, badge('fail'), ' ', el('strong', {}, count(foreign, 'file in the folder is no bundle.', 'files in the folder are no bundles.')), ' Find out who put them there.') : null,
      forged ? el('p', {}, badge('fail'), ' ', el('strong', {}, count(forged, 'verdict was not written by this service.', 'verdicts were not written by this service.')), ' Find out who wrote them.') : null) : null,
    el('p', {}, el('button', { type: 'button', class: 'primary', 'data-key': 'capture', click: actions.capture }, 'Capture now …')),
    page.items.length === 0 ? el('p', {}, 'The store has no bundle of this subsystem.') : table(
      page.nextCursor ? `The newest ${page.items.length} bundles; the store has more.` : `All bundles on the store: ${page.items.length}.`,
      ['Bundle', 'Captured', 'Size', 'Verdict', 'Actions'],
      page.items.map(bundle => [
        [idOf(bundle.id), bundle.dirty ? [' ', el('strong', {}, '(dirty: the subsystem was unhealthy or incomplete)')] : null],
        when(bundle.createdAt),
        size(bundle.sizeBytes),
        bundle.verification ? [badge(bundle.verification.verdict), ' ', ago(bundle.verification.at)] : 'never verified',
        el('div', { class: 'buttons' },
          button('Verify', bundle.id, () => actions.verify(bundle.id)),
          button('Download', bundle.id, () => actions.download(bundle.id)),
          button('Delete …', bundle.id, () => actions.remove(bundle.id))),
      ])),
  ];
}

/** An id, which may be broken anywhere. */
const idOf = id => el('span', { class: 'id' }, id);

function button(text, id, click) {
  return el('button', { type: 'button', 'data-key': `${text} ${id}`, 'aria-label': `${text} ${id}`, click }, text);
}

export function servers(status) {
  const row = (name, server) => [
    name,
    [badge(server.up ? 'up' : 'down'), server.up ? '' : server.lastSuccessAt ? [' since about ', when(server.lastSuccessAt)] : ' since the service started'],
    ago(server.checkedAt),
    server.lastSuccessAt ? ago(server.lastSuccessAt) : 'never',
    el('span', { class: 'id' }, server.detail || (server.up ? '–' : 'The reason is for callers who may see all namespaces of the service.')),
  ];
  const leaders = { 'this-replica': 'this replica', 'other-replica': 'another replica', unknown: 'unknown' };
  const { leader, leaderDetail, next } = status.captures;
  return [
    table('What the service depends on', ['Server', 'State', 'Checked', 'Last success', 'Detail'], [row('SFTP store', status.store), row('API server', status.cluster)]),
    facts(
      ['Runs scheduled captures', leader ? `${leaders[leader] || leader}${leaderDetail ? `: ${leaderDetail}` : ''}` : 'this service, the only replica'],
      ['Next capture', next ? when(next) : 'none is scheduled']),
  ];
}

export function subsystem(list, chosen) {
  const shown = list.items.filter(each => !chosen || key(each) === key(chosen));
  if (shown.length === 0) {
    return el('p', {}, 'The API server shows no such subsystem.');
  }
  const health = healthy => badge(healthy ? 'pass' : 'fail');
  return shown.map(each => table(`Subsystem ${key(each)}`, ['Component', 'Health', 'Version', 'Site name'], [
    [`ManagementCluster ${each.cluster}`, [health(each.healthy), ' ', each.health], each.version || 'unknown', each.siteName || 'none'],
    ...each.portals.map(portal => [`PortalCluster ${portal.namespace}/${portal.name}`, [health(portal.healthy), ' ', portal.health], portal.version || 'unknown', '–']),
    ...(each.others || []).map(other => [`${other.kind} ${other.namespace}/${other.name}`, health(other.healthy), other.version || 'unknown', '–']),
  ]));
}

/** The sheet to print and to keep outside the cluster. */
export function trust(answered) {
  return [
    el('p', { class: 'screen' }, 'Print this sheet and keep it with the offline identity. ',
      el('button', { type: 'button', 'data-key': 'print', click: () => print() }, 'Print the sheet')),
    el('div', { class: 'sheet' },
      facts(
        ['Site', answered.site],
        ['Fingerprint of the signing key', el('code', {}, answered.signer)],
        ['Line of allowed_signers', el('code', {}, answered.allowedSigners)],
        ['SHA-256 of that line', el('code', {}, answered.sha256)],
        ['Recipients', answered.recipients.map(each => el('div', {}, el('code', {}, each)))],
        ['Host keys of the store', answered.hostKeys.map(each => el('div', {}, el('code', {}, each)))]),
      el('h3', {}, 'Recovery sheet'),
      el('pre', { tabindex: '0', 'aria-label': 'Recovery sheet' }, answered.sheet.join('\n')),
      el('h3', {}, 'Commands that check a bundle by hand'),
      el('pre', { tabindex: '0', 'aria-label': 'Commands that check a bundle by hand' }, answered.commands.join('\n'))),
  ];
}

export function foot(status, requestId) {
  const link = (to, text) => el('a', { href: address(to), 'data-key': to }, text);
  return el('p', {}, `apic-dr ${status ? status.version : ''} · `, link('q/swagger-ui/', 'Swagger UI'), ' · ', link('q/metrics', 'Metrics'), ' · ', link('q/openapi', 'API document'),
    requestId ? ` · Request id of the last error: ${requestId}` : ' · No error so far');
}

/** Asks for a token, and says how to get one. */
export function tokenForm(problem, submit) {
  const input = el('input', { id: 'token', type: 'password', autocomplete: 'off', spellcheck: 'false', required: true, 'aria-describedby': 'token-help' });
  return [
    problem && token.get() ? problemBox(problem) : null,
    el('form', { submit: event => { event.preventDefault(); submit(input.value); } },
      el('label', { for: 'token' }, 'Token of the cluster'),
      el('div', { class: 'row' }, input, el('button', { type: 'submit', class: 'primary' }, 'Show the status')),
      el('div', { id: 'token-help' },
        el('p', {}, 'The service asks for a token of the cluster, as its other callers have one. Make one with this command, for an account that has the ClusterRole apic-dr-viewer, apic-dr-operator or apic-dr-admin:'),
        command('kubectl -n NAMESPACE create token ACCOUNT --audience apic-dr', 'token'),
        el('p', {}, 'The token is kept for this tab only, and sent to this service only.'))),
  ];
}
