/**
 * Recovery plans: what a recovery from one bundle creates, in which order and with which checks, for people and for
 * programs. RECOVERY.md shows the same plan.
 */
@org.jspecify.annotations.NullMarked
package org.apicdr.recovery.plan;
