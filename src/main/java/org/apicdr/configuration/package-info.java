/** Everything that is wrong with the configuration, said at once and before any work begins. */
@org.jspecify.annotations.NullMarked
package org.apicdr.configuration;
