/** Measures the service beside what a user could use instead, and prints a table; {@code ./mvnw -Pbench verify} runs it. */
@org.jspecify.annotations.NullMarked
package org.apicdr.benchmark;
