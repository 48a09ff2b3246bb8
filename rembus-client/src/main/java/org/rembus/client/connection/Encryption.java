package org.rembus.client.connection;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * What makes connections to one host ones in TLS.
 *
 * @param host the name that the broker's certificate must have
 * @param blocking where certificates are checked
 */
record Encryption(SSLContext context, String host, int port, Executor blocking) {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** Called before the channel is connected; the handshake begins then. */
    void begin(Channel channel, long timeoutMs) {
        SSLEngine engine = context.createSSLEngine(host, port);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(PROTOCOLS);
        engine.setSSLParameters(parameters);
        engine.setUseClientMode(true);
        SslHandler handler = new SslHandler(engine, blocking);
        handler.setHandshakeTimeoutMillis(timeoutMs);
        channel.pipeline().addLast(handler);
    }

    /** How the handshake of a channel ends. */
    static Future<Channel> of(Channel channel) {
        return channel.pipeline().get(SslHandler.class).handshakeFuture();
    }
}
