/** Who may call what: bearer tokens and permissions, as the Kubernetes API server knows them. */
@NullMarked
package org.apicdr.security;

import org.jspecify.annotations.NullMarked;
