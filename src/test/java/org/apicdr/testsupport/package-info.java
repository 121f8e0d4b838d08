/** Real parts and sample subsystems for the tests. */
@org.jspecify.annotations.NullMarked
package org.apicdr.testsupport;
