/** Where the processor's time goes, in the broker and in a load, as flame graphs. What {@code rembus-benchmarks/profile} runs. */
@NullMarked
package org.rembus.benchmarks.profile;

import org.jspecify.annotations.NullMarked;
