#!/usr/bin/python
# Apache License 2.0 (see LICENSE or https://www.apache.org/licenses/LICENSE-2.0)

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r'''
module: recoverability_info
short_description: Check whether API Connect could be recovered now
version_added: 1.0.0
description:
  - Reports the checks of the vendor's procedure, and the time to which a recovery would lead.
author: apic-dr (@apic-dr)
options:
  fail_on:
    description: The verdict from which on the task fails.
    type: str
    choices: [fail, warn, never]
    default: never
  fresh:
    description: Whether everything is read again, instead of results that may be some minutes old.
    type: bool
    default: false
extends_documentation_fragment: apicdr.dr.service
attributes:
  check_mode:
    description: Reads only.
    support: full
'''

EXAMPLES = r'''
- name: Stop the upgrade if a recovery would fail
  apicdr.dr.recoverability_info:
    url: https://apic-dr.apic.svc:8443
    token_file: /var/run/secrets/tokens/apic-dr
    fail_on: fail
'''

RETURN = r'''
report:
  description: The report, as C(GET /recoverability) returns it.
  type: dict
  returned: success
verdict:
  description: C(pass), C(warn) or C(fail).
  type: str
  returned: success
attention:
  description: A sentence for each check that failed or warns, and what to do.
  type: list
  elements: str
  returned: success
'''

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.apicdr.dr.plugins.module_utils.service import Service, arguments, check_lines


def main():
    module = AnsibleModule(
        argument_spec=arguments(
            fail_on=dict(type='str', choices=['fail', 'warn', 'never'], default='never'),
            fresh=dict(type='bool', default=False),
        ),
        supports_check_mode=True,
    )
    service = Service(module)
    query = service.subsystem()
    if module.params['fail_on'] != 'never':
        query['failOn'] = module.params['fail_on']
    if module.params['fresh']:
        query['fresh'] = 'true'
    report = service.get('/recoverability', **query)[1]
    module.exit_json(changed=False, verdict=report['verdict'], attention=check_lines(report['checks']), report=report)


if __name__ == '__main__':
    main()
