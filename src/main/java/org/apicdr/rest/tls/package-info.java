/**
 * HTTPS by one switch: a folder with a certificate and its key. Quarkus serves it; what is here checks the two files, so
 * that neither a start nor a renewal ever brings up a certificate that no client could use.
 */
@org.jspecify.annotations.NullMarked
package org.apicdr.rest.tls;
