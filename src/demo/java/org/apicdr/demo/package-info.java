/** The service on embedded parts: a simulated API server and an SFTP server in the same process. */
@org.jspecify.annotations.NullMarked
package org.apicdr.demo;
