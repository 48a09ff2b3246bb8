package org.rembus.protocol.json;

import org.rembus.protocol.Message;

/**
 * A message that came as JSON-RPC.
 *
 * @param dialect in which its envelope is
 */
public record JsonMessage(Message message, Dialect dialect) {}
