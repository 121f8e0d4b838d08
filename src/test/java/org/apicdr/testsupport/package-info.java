/** What tests of several packages need. */
@org.jspecify.annotations.NullMarked
package org.apicdr.testsupport;
