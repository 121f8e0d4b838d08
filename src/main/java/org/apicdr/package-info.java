/** A service that keeps an IBM API Connect v10 Management subsystem recoverable. */
@org.jspecify.annotations.NullMarked
package org.apicdr;
