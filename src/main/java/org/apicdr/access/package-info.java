/** Who may call what. */
@org.jspecify.annotations.NullMarked
package org.apicdr.access;
