/**
 * What travels between Rembus peers: messages, their ids and payloads, addresses, names and topics.
 *
 * <p>Everything here is a value or a pure function. Nothing opens a socket, starts a thread or reads a clock, so every
 * other module may stand on it and any thread may call it. How messages become bytes is in {@code cbor}, how bytes are
 * cut into messages on a stream in {@code framing}.
 */
@NullMarked
package org.rembus.protocol;

import org.jspecify.annotations.NullMarked;
