#!/usr/bin/python
# Apache License 2.0 (see LICENSE or https://www.apache.org/licenses/LICENSE-2.0)

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r'''
module: bundle_verify
short_description: Verify a bundle of API Connect
version_added: 1.0.0
description:
  - Verifies a bundle level by level, and fails if the verdict is as bad as I(fail_on) or worse.
  - The task never has changed.
author: apic-dr (@apic-dr)
options:
  id:
    description: Id of the bundle, or C(latest) for the newest authentic one.
    type: str
    default: latest
  levels:
    description: The levels to prove. By default all that the service can prove. A level that is named and skipped is a warning.
    type: list
    elements: str
    choices: [stored, authentic, openable, complete, current, restorable]
  fail_on:
    description: The verdict from which on the task fails.
    type: str
    choices: [fail, warn, never]
    default: fail
extends_documentation_fragment: apicdr.dr.service
attributes:
  check_mode:
    description: The task is skipped, because the service keeps verdicts.
    support: none
'''

EXAMPLES = r'''
- name: Go on only with a bundle that is proven
  apicdr.dr.bundle_verify:
    url: https://apic-dr.apic.svc:8443
    token_file: /var/run/secrets/tokens/apic-dr
    id: "{{ capture.id }}"
    levels: [authentic, complete, current]
    fail_on: warn
'''

RETURN = r'''
report:
  description: The result, as C(POST /bundles/{id}/verifications) returns it.
  type: dict
  returned: success
verdict:
  description: C(pass), C(warn) or C(fail).
  type: str
  returned: success
'''

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.apicdr.dr.plugins.module_utils.service import Service, arguments

LEVELS = ['stored', 'authentic', 'openable', 'complete', 'current', 'restorable']


def main():
    module = AnsibleModule(
        argument_spec=arguments(
            id=dict(type='str', default='latest'),
            levels=dict(type='list', elements='str', choices=LEVELS),
            fail_on=dict(type='str', choices=['fail', 'warn', 'never'], default='fail'),
        ),
        supports_check_mode=False,
    )
    service = Service(module)
    query = service.subsystem()
    if module.params['fail_on'] != 'never':
        query['failOn'] = module.params['fail_on']
    body = dict(levels=module.params['levels']) if module.params['levels'] else dict()
    path = service.bundle_path(module.params['id']) + '/verifications'
    report = service.call('POST', path, body, query)[1]
    module.exit_json(changed=False, verdict=report['verdict'], report=report)


if __name__ == '__main__':
    main()
