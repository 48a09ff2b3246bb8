/**
 * The journal and the store of twins kept in memory: bounded, and gone with the process. Router's thread only.
 */
@NullMarked
package org.rembus.broker.journal.memory;

import org.jspecify.annotations.NullMarked;
