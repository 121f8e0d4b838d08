#!/usr/bin/python
# Apache License 2.0 (see LICENSE or https://www.apache.org/licenses/LICENSE-2.0)

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r'''
module: bundle_info
short_description: List bundles of API Connect, or read one
version_added: 1.0.0
description:
  - Lists the bundles on the store, newest first, or reads one of them and checks its signature.
author: apic-dr (@apic-dr)
options:
  id:
    description: Id of one bundle, or C(latest) for the newest authentic one. By default bundles are listed.
    type: str
  since:
    description: List bundles made at this time or later, for example C(2026-11-01T00:00:00Z).
    type: str
  until:
    description: List bundles made before this time.
    type: str
  limit:
    description: The maximum number of bundles in the list.
    type: int
    default: 100
extends_documentation_fragment: apicdr.dr.service
attributes:
  check_mode:
    description: Reads only.
    support: full
'''

EXAMPLES = r'''
- name: List the bundles of November
  apicdr.dr.bundle_info:
    url: https://apic-dr.apic.svc:8443
    token_file: /var/run/secrets/tokens/apic-dr
    since: 2026-11-01T00:00:00Z
    until: 2026-12-01T00:00:00Z
  register: november
'''

RETURN = r'''
bundles:
  description: The bundles; as C(GET /bundles) returns them, or as C(GET /bundles/{id}) if I(id) is set.
  type: list
  elements: dict
  returned: success
'''

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.apicdr.dr.plugins.module_utils.service import Service, arguments

PAGE = 1000


def list_bundles(service, params):
    bundles = []
    query = dict(service.subsystem(), since=params['since'], until=params['until'])
    while len(bundles) < params['limit']:
        page = service.get('/bundles', limit=min(PAGE, params['limit'] - len(bundles)), **query)[1]
        bundles.extend(page['items'])
        query['cursor'] = page.get('nextCursor')
        if not query['cursor']:
            break
    return bundles


def main():
    module = AnsibleModule(
        argument_spec=arguments(
            id=dict(type='str'),
            since=dict(type='str'),
            until=dict(type='str'),
            limit=dict(type='int', default=100),
        ),
        mutually_exclusive=[('id', 'since'), ('id', 'until')],
        supports_check_mode=True,
    )
    service = Service(module)
    if module.params['id']:
        bundles = [service.get(service.bundle_path(module.params['id']), **service.subsystem())[1]]
    else:
        bundles = list_bundles(service, module.params)
    module.exit_json(changed=False, bundles=bundles)


if __name__ == '__main__':
    main()
