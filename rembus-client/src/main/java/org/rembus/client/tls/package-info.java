/**
 * Whom a component trusts in TLS, who it is there, and what is said when that fails.
 *
 * <p>Reads files, so that it may not be called by threads that do I/O; what it makes may be used by any thread.
 */
@NullMarked
package org.rembus.client.tls;

import org.jspecify.annotations.NullMarked;
