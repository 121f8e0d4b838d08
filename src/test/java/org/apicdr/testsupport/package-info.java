/** What tests stand on: a real API server, and API Connect subsystems to put on it. */
@org.jspecify.annotations.NullMarked
package org.apicdr.testsupport;
