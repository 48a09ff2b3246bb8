/**
 * Shows that what the broker takes stays bounded: over time, with very many components and subscriptions, and when all come
 * back at once. {@code rembus-benchmarks/bounded} starts it; each command ends by itself.
 */
@NullMarked
package org.rembus.benchmarks.bounded;

import org.jspecify.annotations.NullMarked;
