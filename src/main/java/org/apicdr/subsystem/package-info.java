/** Reads API Connect resources: subsystems, their secrets, endpoints, settings and database backups. */
@org.jspecify.annotations.NullMarked
package org.apicdr.subsystem;
