package org.rembus.broker.transport;

import java.util.concurrent.CompletableFuture;

/**
 * The text of a long message on its way to JSON peers, as a WebSocket frame or an event of HTTP, while it is made aside.
 *
 * @param likelyBytes about how long it will be
 * @param frame not to be changed
 */
public record LongText(int likelyBytes, CompletableFuture<byte[]> frame) {}
