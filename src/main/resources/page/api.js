/** Calls of the API. Addresses are relative to the page, which may be below the prefix of a proxy. */

const TOKEN = 'apic-dr.token';
const TIMEOUT_MILLIS = 45_000;

/** Why a call failed: a problem of the API (RFC 9457), or no answer at all. */
export class Problem extends Error {
  constructor({ title, detail, status, requestId, type }) {
    super(detail || title);
    this.title = title;
    this.detail = detail || '';
    this.status = status || 0;
    this.requestId = requestId || '';
    this.slug = (type || '').split(':').pop();
  }
}

/** The token, kept for this tab only. */
export const token = {
  get: () => sessionStorage.getItem(TOKEN),
  set: value => sessionStorage.setItem(TOKEN, value),
  forget: () => sessionStorage.removeItem(TOKEN),
};

export const lastError = { requestId: '' };

/** The path of a call with its query. Parameters without a value are left out. */
export function path(resource, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value));
  return `api/v1/${resource}${String(query) && `?${query}`}`;
}

export function address(call) {
  return new URL(call, document.baseURI).href;
}

/** The call as a command for a shell, with the token in a file as docs/access-control.md shows. */
export function curl(call, method = 'GET') {
  const header = token.get() ? ' -H @header' : '';
  const verb = method === 'GET' ? '' : ` -X ${method}`;
  return `curl -sS${header}${verb} '${address(call)}'`;
}

export async function get(call) {
  return (await send(call, {})).json();
}

export async function send(call, { method = 'GET', body } = {}) {
  const headers = {};
  if (token.get()) {
    headers.Authorization = `Bearer ${token.get()}`;
  }
  if (body) {
    headers['Content-Type'] = 'application/json';
  }
  let response;
  try {
    response = await fetch(address(call), {
      method,
      headers,
      body: body && JSON.stringify(body),
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(TIMEOUT_MILLIS),
    });
  } catch (failure) {
    const why = failure.name === 'TimeoutError' ? 'did not answer in time' : 'could not be reached';
    throw new Problem({
      title: `The service ${why}`,
      detail: `The service at ${new URL('.', document.baseURI).href} ${why}. Check that it runs, and the way to it.`,
    });
  }
  if (!response.ok) {
    throw await problem(response);
  }
  return response;
}

async function problem(response) {
  const isProblem = (response.headers.get('Content-Type') || '').startsWith('application/problem+json');
  const said = isProblem ? await response.json().catch(() => ({})) : {};
  const requestId = said.requestId || response.headers.get('X-Request-Id') || '';
  lastError.requestId = requestId;
  return new Problem({
    title: said.title || `HTTP status ${response.status}`,
    detail: said.detail || (isProblem ? '' : 'The answer is not one of the service. Check the proxy before it.'),
    status: response.status,
    requestId,
    type: said.type,
  });
}
