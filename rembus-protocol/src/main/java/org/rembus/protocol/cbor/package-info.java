/**
 * Messages and values as CBOR (PROTOCOL.md section 4).
 *
 * <p>The reader accepts any well-formed CBOR within {@link org.rembus.protocol.Limits}; the writer produces what the
 * oldest peers can read: definite lengths, shortest integers, full-width floats. Readers and writers belong to the call
 * that made them; the two codecs are stateless and may be called from any thread.
 */
@NullMarked
package org.rembus.protocol.cbor;

import org.jspecify.annotations.NullMarked;
