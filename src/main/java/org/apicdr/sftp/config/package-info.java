/** Configuration of the SFTP servers, and the names under which messages speak of a server and of its settings. */
@NullMarked
package org.apicdr.sftp.config;

import org.jspecify.annotations.NullMarked;
