/**
 * DataFrames (PROTOCOL.md section 4): Arrow IPC streams, read where they are and written as rows of JSON.
 *
 * <p>A peer may send any bytes as a stream. They are read within their bounds, on the heap, and what is kept besides is a few objects
 * for each column of each batch; a {@link org.rembus.protocol.ProtocolException} says what cannot be read. How long the rows become is
 * for whoever takes them to bound: a few bytes may stand for any number of rows. Pure functions, callable from any thread.
 */
@NullMarked
package org.rembus.protocol.arrow;

import org.jspecify.annotations.NullMarked;
