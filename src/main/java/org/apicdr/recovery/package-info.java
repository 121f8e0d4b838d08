/** Reports whether a subsystem could be recovered now, with one check for each requirement of the vendor's procedure. */
@org.jspecify.annotations.NullMarked
package org.apicdr.recovery;
