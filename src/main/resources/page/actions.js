/** The actions of the page. Each one asks before it changes something, and shows its progress. */

import { lastError, path, send } from './api.js';
import { badge, count, duration, el, problemBox, size } from './dom.js';

const panel = document.getElementById('activity');
const dialog = document.getElementById('dialog');

/**
 * @param chosen returns the chosen subsystem
 * @param changed is called after an action that changed what the page shows
 */
export function actionsFor(chosen, changed) {
  const named = () => {
    const subsystem = chosen();
    return subsystem ? { namespace: subsystem.namespace, cluster: subsystem.cluster } : {};
  };

  return {
    capture() {
      const reason = el('input', { id: 'reason', maxlength: '200', 'aria-describedby': 'reason-help' });
      const always = el('input', { id: 'always', type: 'checkbox' });
      const where = named();
      ask('Capture a bundle now?', [
        el('p', {}, `The service reads ${where.cluster ? `${where.namespace}/${where.cluster}` : 'the subsystem'} and stores a new bundle, unless nothing has changed since the newest.`),
        el('p', {}, el('label', { for: 'reason' }, 'Reason'), reason, el('span', { id: 'reason-help', class: 'small' }, 'Optional. It is kept in the manifest, which readers of the store can read.')),
        el('p', {}, always, ' ', el('label', { for: 'always' }, 'Store a new bundle even if nothing has changed')),
      ], 'Capture', 'primary', () => run(`Capturing ${where.cluster || 'the subsystem'}`, async () => {
        const response = await send(path('bundles'), { method: 'POST', body: { ...where, reason: reason.value.trim() || undefined, onlyIfChanged: !always.checked } });
        const bundle = await response.json();
        return el('p', {}, badge('pass'), ' ', response.status === 201 ? `Captured: ${bundle.id} is on the store.` : `Nothing has changed since ${bundle.id}, so no bundle was stored.`);
      }, changed));
    },

    verify(id) {
      run(`Verifying ${id}`, async () => {
        const response = await send(path(`bundles/${encodeURIComponent(id)}/verifications`, named()), { method: 'POST', body: {} });
        const report = await response.json();
        return [
          el('p', {}, badge(report.verdict), ` ${report.bundleId}`, report.notProven.length ? `, not proven: ${report.notProven.join(', ')}` : ''),
          el('ul', {}, report.checks.map(check => el('li', {}, badge(check.outcome), ` ${check.level}: ${check.detail} ${check.remedy || ''}`))),
        ];
      }, changed);
    },

    download(id) {
      run(`Downloading ${id}`, async progress => {
        const response = await send(path(`bundles/${encodeURIComponent(id)}/archive`, named()));
        const total = Number(response.headers.get('Content-Length'));
        const parts = [];
        let read = 0;
        for (const reader = response.body.getReader(); ;) {
          const { done, value } = await reader.read();
          if (done) {
            break;
          }
          parts.push(value);
          read += value.length;
          progress(total ? `${size(read)} of ${size(total)}` : size(read));
        }
        const url = URL.createObjectURL(new Blob(parts, { type: 'application/x-tar' }));
        el('a', { href: url, download: `${id}.tar` }).click();
        setTimeout(() => URL.revokeObjectURL(url), 60_000);
        return el('p', {}, badge('pass'), ` Downloaded ${id}.tar, ${size(read)}. Check it with the commands of the recovery sheet before you use it.`);
      }, () => {});
    },

    remove(id) {
      ask(`Delete bundle ${id}?`, [
        el('p', {}, 'Its file and its verdicts are removed from the store. No one can bring them back.'),
      ], `Delete ${id}`, 'danger', () => run(`Deleting ${id}`, async () => {
        await send(path(`bundles/${encodeURIComponent(id)}`, named()), { method: 'DELETE' });
        return el('p', {}, badge('pass'), ` Deleted ${id}.`);
      }, changed), 'Keep it');
    },
  };
}

/** Asks a question. The answer that changes nothing has the focus. */
function ask(question, content, yes, look, act, no = 'Cancel') {
  const opener = document.activeElement;
  const openerKey = opener && opener.dataset.key;
  const cancel = el('button', { type: 'button', click: () => dialog.close() }, no);
  dialog.replaceChildren(
    el('h2', { id: 'dialog-heading' }, question),
    ...content,
    el('div', { class: 'buttons' }, el('button', { type: 'button', class: look, click: () => { dialog.close(); act(); } }, yes), cancel));
  dialog.onclose = () => {
    const again = [...document.querySelectorAll('[data-key]')].find(each => each.dataset.key === openerKey);
    if (again) {
      again.focus();
    }
  };
  dialog.showModal();
  cancel.focus();
}

/** Runs an action and shows its progress, then its result or its problem, until the operator closes it. */
async function run(title, act, changed) {
  const begun = Date.now();
  let amount = '';
  const progress = el('p', {});
  const show = () => { progress.textContent = `${title} … ${duration((Date.now() - begun) / 1000)}${amount ? `, ${amount}` : ''}`; };
  const result = el('div', { role: 'status' }, `${title} …`);
  const close = el('button', { type: 'button', class: 'plain', 'aria-label': `Close: ${title}`, click: () => { entry.remove(); panel.hidden = panel.childElementCount === 0; } }, 'Close');
  const entry = el('div', { class: 'entry' }, progress, result, close);
  panel.prepend(entry);
  panel.hidden = false;
  show();
  const timer = setInterval(show, 1_000);
  try {
    const content = await act(done => { amount = done; show(); });
    result.replaceChildren(...[content].flat());
    progress.textContent = `${title}: done after ${count(Math.round((Date.now() - begun) / 1000), 'second', 'seconds')}`;
  } catch (problem) {
    lastError.requestId = problem.requestId || lastError.requestId;
    result.replaceChildren(problemBox(problem.title ? problem : { title: 'The page failed', detail: String(problem.message) }));
    progress.textContent = `${title}: failed`;
  } finally {
    clearInterval(timer);
    changed();
  }
}
