/**
 * An outbox that survives its process: publishes that are not acknowledged, kept in an SQLite file.
 *
 * <p>The session calls {@link org.rembus.client.outbox.FileStore} and is called back through an executor of its own; the file
 * itself is touched by one thread of the store. What is known of SQLite is known here only, by JDBC: the driver is a library
 * that an application adds when it wants such an outbox.
 */
@NullMarked
package org.rembus.client.outbox;

import org.jspecify.annotations.NullMarked;
