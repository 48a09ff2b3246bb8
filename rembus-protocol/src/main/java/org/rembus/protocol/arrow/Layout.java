package org.rembus.protocol.arrow;

import org.rembus.protocol.ProtocolException;

/** How the columns of one field lie in the batches of a stream. */
@FunctionalInterface
interface Layout {
    /** Takes the nodes and buffers of the field and of those in it, which are next. */
    Column read(Batch batch) throws ProtocolException;
}
