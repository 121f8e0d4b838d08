#!/usr/bin/python
# Apache License 2.0 (see LICENSE or https://www.apache.org/licenses/LICENSE-2.0)

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r'''
module: bundle_download
short_description: Download a bundle of API Connect
version_added: 1.0.0
description:
  - Downloads the file of a bundle to the managed host, and checks its SHA-256 before the file gets its name.
  - The task has changed if there was no such file. A file with the content of the bundle is left alone.
author: apic-dr (@apic-dr)
options:
  id:
    description: Id of the bundle, or C(latest) for the newest authentic one.
    type: str
    default: latest
  dest:
    description:
      - Folder or path of the file. In a folder, the file is named C(<id>.tar), as a recovery expects it.
      - A file of another content under this path is replaced.
    type: path
    required: true
extends_documentation_fragment:
  - apicdr.dr.service
  - ansible.builtin.files
attributes:
  check_mode:
    description: Compares the digests, and downloads nothing.
    support: full
'''

EXAMPLES = r'''
- name: Keep the newest bundle outside the cluster
  apicdr.dr.bundle_download:
    url: https://apic-dr.apic.svc:8443
    token_file: /var/run/secrets/tokens/apic-dr
    dest: /backup/apic
    mode: "0600"
'''

RETURN = r'''
dest:
  description: The path of the file.
  type: str
  returned: success
id:
  description: The id of the bundle.
  type: str
  returned: success
sha256:
  description: The SHA-256 of the file, lower-case hex.
  type: str
  returned: success
'''

import hashlib
import os
import tempfile

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.common.text.converters import to_native
from ansible_collections.apicdr.dr.plugins.module_utils.service import Service, arguments

BLOCK = 65536


def fetch(module, service, bundle, dest):
    """Downloads beside other temporary files, and moves the file when its digest is right."""
    response = service.send('GET', service.bundle_path(bundle['id']) + '/archive', query=service.subsystem())[0]
    digest = hashlib.sha256()
    handle, path = tempfile.mkstemp(dir=module.tmpdir)
    try:
        with os.fdopen(handle, 'wb') as file:
            for block in iter(lambda: response.read(BLOCK), b''):
                digest.update(block)
                file.write(block)
    except Exception as e:  # the types differ between versions of Python
        module.fail_json(msg='The download of %s ended early: %s. Run the task again.' % (bundle['id'], to_native(e)))
    if digest.hexdigest() != bundle['sha256']:
        module.fail_json(msg='The downloaded file of %s is not the bundle that was checked: its SHA-256 is %s, not %s. Run the task again.'
                         % (bundle['id'], digest.hexdigest(), bundle['sha256']))
    module.atomic_move(path, dest)


def main():
    module = AnsibleModule(
        argument_spec=arguments(
            id=dict(type='str', default='latest'),
            dest=dict(type='path', required=True),
        ),
        add_file_common_args=True,
        supports_check_mode=True,
    )
    if module.params['mode'] is None:
        module.params['mode'] = '0600'
    service = Service(module)
    bundle = service.get(service.bundle_path(module.params['id']), **service.subsystem())[1]
    dest = module.params['dest']
    if os.path.isdir(dest):
        dest = os.path.join(dest, bundle['id'] + '.tar')
    elif not os.path.isdir(os.path.dirname(dest) or '.'):
        module.fail_json(msg='The folder of dest does not exist: %s. Create it first.' % os.path.dirname(dest))
    changed = not os.path.exists(dest) or module.sha256(dest) != bundle['sha256']
    if changed and not module.check_mode:
        fetch(module, service, bundle, dest)
    module.params['dest'] = module.params['path'] = dest
    if os.path.exists(dest):
        changed = module.set_fs_attributes_if_different(module.load_file_common_arguments(module.params), changed)
    module.exit_json(changed=changed, dest=dest, id=bundle['id'], sha256=bundle['sha256'])


if __name__ == '__main__':
    main()
