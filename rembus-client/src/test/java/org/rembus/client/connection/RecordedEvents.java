package org.rembus.client.connection;

import java.util.concurrent.CompletableFuture;
import org.rembus.protocol.Message;

/** What became of one link. */
class RecordedEvents implements LinkEvents {
    final CompletableFuture<Throwable> connectFailed = new CompletableFuture<>();
    final CompletableFuture<String> disconnected = new CompletableFuture<>();

    @Override
    public void onConnected(OpenLink link) {}

    @Override
    public void onConnectFailed(Throwable cause) {
        connectFailed.complete(cause);
    }

    @Override
    public void onHeard() {}

    @Override
    public void onMessage(Message message) {}

    @Override
    public void onDisconnected(OpenLink link, int code, String reason) {
        disconnected.complete(code + " " + reason);
    }
}
