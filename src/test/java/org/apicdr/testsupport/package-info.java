/** Real peers for tests: servers that run on a free loopback port. */
@org.jspecify.annotations.NullMarked
package org.apicdr.testsupport;
