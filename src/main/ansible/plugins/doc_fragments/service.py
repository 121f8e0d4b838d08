# Apache License 2.0 (see LICENSE or https://www.apache.org/licenses/LICENSE-2.0)

from __future__ import absolute_import, division, print_function

__metaclass__ = type


class ModuleDocFragment(object):

    DOCUMENTATION = r'''
options:
  url:
    description:
      - Address of the service, without C(/api/v1), for example C(https://apic-dr.apic.svc:8443).
      - If it is not set, the environment variable C(APIC_DR_URL) is used.
    type: str
    required: true
  token:
    description:
      - Bearer token of the caller, made for the audience C(apic-dr). Leave it out if the service needs none.
      - If neither this nor I(token_file) is set, the environment variable C(APIC_DR_TOKEN) is used.
    type: str
  token_file:
    description: File on the managed host that holds the token.
    type: path
  namespace:
    description: Namespace of the ManagementCluster. Needed only if the service sees several.
    type: str
  cluster:
    description: Name of the ManagementCluster. Needed only if the service sees several.
    type: str
  validate_certs:
    description: Whether the certificate of the service is checked.
    type: bool
    default: true
  ca_path:
    description: File with the certificates that are trusted, in PEM format. By default those of the managed host.
    type: path
  timeout:
    description: Seconds to wait for an answer. The service itself takes at most 25, except for downloads.
    type: int
    default: 60
  retries:
    description:
      - How often a request is sent again if the service answers that it may succeed later (C(Retry-After)).
      - The service never says so of a capture that may have stored a bundle.
    type: int
    default: 5
notes:
  - A module that fails returns C(problem), the problem details of the service (RFC 9457), and names their type in C(msg).
'''
