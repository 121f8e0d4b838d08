/** How the service speaks in its log: JSON or plain, and with the id of the request in every line that belongs to one. */
@org.jspecify.annotations.NullMarked
package org.apicdr.log;
