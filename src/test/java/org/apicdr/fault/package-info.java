/** What is on the store, and what the caller was told, whichever request to the store fails in whichever way. */
@org.jspecify.annotations.NullMarked
package org.apicdr.fault;
