package org.rembus.broker.transport.tcp;

import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import java.net.SocketOption;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;

/**
 * Has the operating system ask the peer's one, when nothing comes, whether the connection still is one: after an interval for
 * the first time, and so often that a machine that is gone is noticed when the second interval is over.
 */
final class KeepAlive {
    private static final int QUESTIONS = 3;

    private KeepAlive() {}

    /**
     * @param interval zero: never ask. Where the system lets its pace not be set, it is the system's own.
     */
    static void request(SocketChannel channel, Duration interval) {
        if (interval.isZero()) {
            return;
        }
        int seconds = Math.clamp(interval.toSeconds(), 1, Short.MAX_VALUE);
        channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
        set(channel, ExtendedSocketOptions.TCP_KEEPIDLE, seconds);
        set(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, Math.max(1, seconds / QUESTIONS));
        set(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, QUESTIONS);
    }

    private static void set(SocketChannel channel, SocketOption<Integer> option, int value) {
        channel.config().setOption(NioChannelOption.of(option), value);
    }
}
