/**
 * Load for a broker: publishers, subscribers and callers that run for a while and are measured. Bounded in time, in count
 * and in what is under way; stops by itself. The commands of {@code rembus bench}, and what benchmarks may stand on.
 */
@NullMarked
package org.rembus.cli.bench;

import org.jspecify.annotations.NullMarked;
