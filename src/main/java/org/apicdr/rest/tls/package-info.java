/**
 * HTTPS from one property: a folder with a certificate and its key. Quarkus serves it. This package checks the two files,
 * so that neither a start nor a renewal brings up a certificate that clients would refuse.
 */
@NullMarked
package org.apicdr.rest.tls;

import org.jspecify.annotations.NullMarked;
