/** The REST API as a contract: the whole service on an SFTP server and a mock API server of this process. */
@org.jspecify.annotations.NullMarked
package org.apicdr.rest;
