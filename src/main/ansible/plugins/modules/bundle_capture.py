#!/usr/bin/python
# Apache License 2.0 (see LICENSE or https://www.apache.org/licenses/LICENSE-2.0)

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r'''
module: bundle_capture
short_description: Capture what a recovery of API Connect needs
version_added: 1.0.0
description:
  - Stores a bundle with the secrets, endpoints and settings of a Management subsystem and its portals.
  - By default makes a bundle only if something differs from the newest one. The task has changed if a bundle was made.
author: apic-dr (@apic-dr)
options:
  reason:
    description: Why it is captured, one line. The bundle keeps it.
    type: str
  only_if_changed:
    description: Whether the newest bundle is enough if nothing differs from it.
    type: bool
    default: true
  force:
    description: Whether a subsystem that is unhealthy or incomplete is captured, too. The bundle is marked as dirty.
    type: bool
    default: false
  adopt:
    description: Whether a new installation under the name of an earlier one is captured.
    type: bool
    default: false
extends_documentation_fragment: apicdr.dr.service
attributes:
  check_mode:
    description: Reports what the check C(bundle-current) of the service says, and captures nothing.
    support: full
'''

EXAMPLES = r'''
- name: Capture before the upgrade, if anything has changed
  apicdr.dr.bundle_capture:
    url: https://apic-dr.apic.svc:8443
    token_file: /var/run/secrets/tokens/apic-dr
    reason: before the 10.0.5.8 upgrade
  register: capture
'''

RETURN = r'''
bundle:
  description: The new bundle, or the one that is equal to the subsystem; as C(GET /bundles/{id}) returns it.
  type: dict
  returned: success, not in check mode
id:
  description: Its id.
  type: str
  returned: success, not in check mode
'''

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.apicdr.dr.plugins.module_utils.service import Service, arguments


def would_change(service):
    """Returns whether a capture would make a bundle. What cannot be compared counts as changed."""
    report = service.get('/recoverability', fresh='true', **service.subsystem())[1]
    current = [check for check in report['checks'] if check['id'] == 'bundle-current']
    return not current or current[0]['outcome'] != 'pass'


def main():
    module = AnsibleModule(
        argument_spec=arguments(
            reason=dict(type='str'),
            only_if_changed=dict(type='bool', default=True),
            force=dict(type='bool', default=False),
            adopt=dict(type='bool', default=False),
        ),
        supports_check_mode=True,
    )
    service = Service(module)
    if module.check_mode:
        module.exit_json(changed=not module.params['only_if_changed'] or would_change(service))
    body = dict(onlyIfChanged=module.params['only_if_changed'])
    for name in ('namespace', 'cluster', 'reason', 'force', 'adopt'):
        if module.params[name]:
            body[name] = module.params[name]
    status, bundle = service.call('POST', '/bundles', body)
    module.exit_json(changed=status == 201, id=bundle['id'], bundle=bundle)


if __name__ == '__main__':
    main()
