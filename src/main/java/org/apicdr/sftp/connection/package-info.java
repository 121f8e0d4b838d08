/** SFTP connections: opening, pooling, retries, and the pipelined requests of one operation. */
@NullMarked
package org.apicdr.sftp.connection;

import org.jspecify.annotations.NullMarked;
