package org.rembus.client;

import java.net.URI;
import java.util.List;

/**
 * A component that others connect to, without a broker between them (PROTOCOL.md section 1, "Server"). Made by {@link Rembus#server()}.
 *
 * <p>All verbs are those of {@link Component}, and go to the peers that are connected: {@code expose} offers a service to each
 * of them, {@code publish} reaches those that are subscribed, {@code rpc} calls a service that one of them exposes,
 * {@code direct} one of a given peer, {@code subscribe} takes what they publish. Peers do not reach each other.
 * What is published to the topic {@code component_info} tells which named peers come and go.
 */
public sealed interface Server extends Component permits LiveServer {

    /** Where it listens, in the order of the options, with the ports that they are. */
    List<URI> addresses();

    /** The names of the peers that are connected now and have one, in the order in which they came. */
    List<String> connectedPeers();

    /** As {@link Component#close()}; then closes the connections of all peers, with code 1001. */
    @Override
    void close();
}
