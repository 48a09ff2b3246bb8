/**
 * Messages on ZeroMQ (PROTOCOL.md section 3): how a stream of bytes is cut into multiparts, which is ZMTP 3 (RFC 37 of
 * ZeroMQ) without security, and how a multipart is a message.
 *
 * <p>Pure code on arrays: no sockets, no threads, no clock. What reads belongs to one connection and to the thread that
 * serves it. Broker and client both use it. What a peer does wrong is a value, not an exception.
 */
@NullMarked
package org.rembus.protocol.zmq;

import org.jspecify.annotations.NullMarked;
