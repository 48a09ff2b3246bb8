package org.rembus.broker.transport.arrival;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.transport.Admission;
import org.rembus.broker.transport.PeerFault;
import org.rembus.broker.transport.Peers;
import org.rembus.broker.transport.Traffic;
import org.rembus.broker.transport.TransportLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a connection is before it carries messages: one of those that wait to be admitted ({@link Admission}), with one
 * deadline for all that comes before, be it a handshake of TLS, a request of HTTP, or both. Used on the loop.
 */
public final class Arrival {
    private static final Logger LOG = LoggerFactory.getLogger(Arrival.class);

    private String scheme;
    private final Channel channel;
    private final TransportLoop loop;
    private final long timeoutNs;
    private @Nullable Future<?> deadline;

    /**
     * @param scheme of the transport, as it stands in logs
     * @param timeoutNs how much time there is from {@link #begin} to {@link #admit}
     */
    Arrival(String scheme, Channel channel, TransportLoop loop, long timeoutNs) {
        this.scheme = scheme;
        this.channel = channel;
        this.loop = loop;
        this.timeoutNs = timeoutNs;
    }

    public Channel channel() {
        return channel;
    }

    /** It is of another transport than is usual where it came in. */
    public void turnsOutToBe(String other) {
        scheme = other;
    }

    /** The peer, as it stands in logs. */
    public String peer() {
        return Peers.label(scheme, channel);
    }

    /** From now on it waits: what follows takes more than a moment. Does nothing the second time. */
    public void begin() {
        if (deadline == null) {
            Channel oldest = loop.admission().begin(channel);
            if (oldest != null) {
                crowdOut(oldest);
            }
            deadline = loop.eventLoop().schedule(this::timedOut, timeoutNs, TimeUnit.NANOSECONDS);
            channel.closeFuture().addListener(closed -> cancelDeadline());
        }
    }

    /** Whether it may carry messages: if so, it has arrived. */
    public boolean admit() {
        boolean admitted = loop.admission().admit(channel);
        if (admitted) {
            cancelDeadline();
            String transport = Peers.scheme(scheme, channel);
            loop.traffic().connected(transport);
            channel.closeFuture().addListener(closed -> loop.traffic().disconnected(transport));
        }
        return admitted;
    }

    /** As {@link #admit}; one that may not is counted, logged and closed. */
    public boolean admitOrClose() {
        boolean admitted = admit();
        if (!admitted) {
            tell(Traffic.Count.CONNECTIONS_REFUSED, peer(), "refused: there are as many connections as there may be");
            channel.close();
        }
        return admitted;
    }

    /** It can never carry messages: counted, logged and closed. */
    public void refuse(String why) {
        tell(Traffic.Count.HANDSHAKES_REFUSED, peer(), "refused: " + why);
        channel.close();
    }

    /**
     * Something went wrong before it could carry messages: logged as the peer's fault, as ours, or as the network's weather, and
     * closed.
     *
     * @param what could not be done
     */
    public void fail(String what, Throwable cause) {
        Optional<PeerFault> fault = PeerFault.in(cause);
        if (fault.isPresent()) {
            refuse(String.valueOf(fault.get().getMessage()));
        } else if (PeerFault.reason(cause) instanceof IOException weather) {
            LOG.debug("{}: {}", peer(), weather.toString());
        } else {
            loop.onFault(peer(), what, cause);
        }
        channel.close();
    }

    private void crowdOut(Channel oldest) {
        tell(
                Traffic.Count.HANDSHAKES_CROWDED_OUT,
                Peers.name(oldest.remoteAddress()),
                "closed: its handshake is the oldest of too many that are under way");
        oldest.close();
    }

    private void timedOut() {
        tell(Traffic.Count.HANDSHAKES_TIMED_OUT, peer(), "closed: its handshake took too long");
        channel.close();
    }

    private void tell(Traffic.Count count, String peer, String what) {
        loop.traffic().increment(count);
        loop.log().info(count, peer, what);
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }
}
