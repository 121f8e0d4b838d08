/** The capture: read a subsystem, clean it, check it, pack it, seal it, publish it. */
@org.jspecify.annotations.NullMarked
package org.apicdr.capture;
