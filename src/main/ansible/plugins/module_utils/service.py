# Apache License 2.0 (see LICENSE or https://www.apache.org/licenses/LICENSE-2.0)
"""Calls of the service that all modules share."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import json
import time

from ansible.module_utils.basic import env_fallback
from ansible.module_utils.common.text.converters import to_native, to_text
from ansible.module_utils.six.moves.urllib.parse import quote, urlencode
from ansible.module_utils.urls import fetch_url

PROBLEM_PREFIX = 'urn:apic-dr:problem:'

MAX_WAIT = 60


def arguments(**own):
    """Returns the argument specification of a module: its own arguments and those of the service."""
    return dict(
        url=dict(type='str', required=True, fallback=(env_fallback, ['APIC_DR_URL'])),
        token=dict(type='str', no_log=True, fallback=(env_fallback, ['APIC_DR_TOKEN'])),
        token_file=dict(type='path', no_log=False),
        namespace=dict(type='str'),
        cluster=dict(type='str'),
        validate_certs=dict(type='bool', default=True),
        ca_path=dict(type='path'),
        timeout=dict(type='int', default=60),
        retries=dict(type='int', default=5),
        **own
    )


class Service(object):

    def __init__(self, module):
        self.module = module
        self.base = module.params['url'].rstrip('/')
        if not self.base.endswith('/api/v1'):
            self.base += '/api/v1'
        self.token = self._token()

    def _token(self):
        path = self.module.params['token_file']
        if not path:
            return self.module.params['token']
        try:
            with open(path) as file:
                token = file.read().strip()
        except (IOError, OSError) as e:
            self.module.fail_json(msg='The file of the token cannot be read: %s' % to_native(e))
        if not token:
            self.module.fail_json(msg='The file of the token is empty: %s' % path)
        self.module.no_log_values.add(token)
        return token

    def bundle_path(self, bundle_id):
        return '/bundles/%s' % quote(bundle_id, safe='')

    def get(self, path, **query):
        return self.call('GET', path, query=query)

    def call(self, method, path, body=None, query=None):
        """Returns the status and the JSON of an answer. Fails the module if the service answers with a problem."""
        response, info = self.send(method, path, body, query)
        text = to_text(response.read() if response is not None else info.get('body') or '', errors='surrogate_or_strict')
        try:
            return info['status'], json.loads(text)
        except ValueError:
            self.module.fail_json(msg='%s answered %s with something else than JSON. Check url: it must be the address of apic-dr.'
                                  % (info['url'], info['status']), status=info['status'])

    def send(self, method, path, body=None, query=None):
        """Returns the open answer. Repeats the request while the service says that it may succeed later."""
        url = self.base + path
        known = dict((name, value) for name, value in sorted((query or {}).items()) if value is not None)
        if known:
            url += '?' + urlencode(known)
        headers = {'Accept': '*/*'}
        if self.token:
            headers['Authorization'] = 'Bearer ' + self.token
        data = None
        if body is not None:
            data = json.dumps(body)
            headers['Content-Type'] = 'application/json'
        for attempt in range(self.module.params['retries'] + 1):
            response, info = fetch_url(self.module, url, data=data, headers=headers, method=method,
                                       timeout=self.module.params['timeout'], ca_path=self.module.params['ca_path'])
            if 200 <= info['status'] < 300:
                return response, info
            wait = info.get('retry-after', '')
            if not wait.isdigit() or attempt == self.module.params['retries']:
                break
            time.sleep(min(int(wait), MAX_WAIT))
        self.fail(method, url, info)

    def fail(self, method, url, info):
        """Fails the module with what the service said."""
        try:
            problem = json.loads(to_text(info.get('body') or ''))
        except ValueError:
            problem = None
        if not isinstance(problem, dict) or not str(problem.get('type', '')).startswith(PROBLEM_PREFIX):
            if info['status'] == -1:
                self.module.fail_json(msg='No answer from %s: %s' % (url, info['msg']))
            self.module.fail_json(msg='%s %s was answered %s: %s' % (method, url, info['status'], info['msg']), status=info['status'])
        slug = problem['type'][len(PROBLEM_PREFIX):]
        said = [problem.get('detail') or problem.get('title', '')]
        report = problem.get('report') or {}
        said.extend(check_lines(report.get('checks', [])))
        self.module.fail_json(msg='%s: %s' % (slug, ' '.join(said)), problem=problem, status=info['status'])

    def subsystem(self):
        """Returns the query parameters that choose the subsystem."""
        return dict(namespace=self.module.params['namespace'], cluster=self.module.params['cluster'])


def check_lines(checks):
    """Returns a sentence for each check that did not pass."""
    lines = []
    for check in checks:
        if check.get('outcome') in ('fail', 'warn'):
            lines.append('%s (%s): %s' % (check.get('id'), check['outcome'], check.get('detail', '')))
            if check.get('remedy'):
                lines.append(check['remedy'])
    return lines
