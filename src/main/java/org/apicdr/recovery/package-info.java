/** The verdict on "could we recover now?": one check for each thing that the vendor's procedure demands. */
@org.jspecify.annotations.NullMarked
package org.apicdr.recovery;
