/** Authentication by bearer tokens and authorization by RBAC, both through reviews of the Kubernetes API server. */
@NullMarked
package org.apicdr.security;

import org.jspecify.annotations.NullMarked;
