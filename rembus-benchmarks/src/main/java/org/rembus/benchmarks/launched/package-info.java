/**
 * Rembus in processes of their own, as users start it, and what such a process takes. For all benchmarks of the whole
 * broker; what is read of a process is read from Linux and from the JDK's own {@code jcmd}.
 */
@NullMarked
package org.rembus.benchmarks.launched;

import org.jspecify.annotations.NullMarked;
