package org.rembus.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/** A running {@link PythonPeer} of each of several versions. */
final class PythonPeers implements AutoCloseable, Fixtures.Witness {
    private final Map<PythonVersion, PythonPeer> peers = new EnumMap<>(PythonVersion.class);

    private PythonPeers() {}

    static PythonPeers start(Path directory, Collection<PythonVersion> versions) throws IOException {
        PythonPeers started = new PythonPeers();
        try {
            for (PythonVersion version : versions) {
                started.peers.put(version, PythonPeer.start(version, directory));
            }
        } catch (IOException | RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
    }

    PythonPeer of(PythonVersion version) {
        PythonPeer peer = peers.get(version);
        if (peer == null) {
            throw new IllegalStateException(version + " is not running");
        }
        return peer;
    }

    @Override
    public String testimony() {
        StringBuilder text = new StringBuilder();
        peers.values().forEach(peer -> text.append(peer.testimony()).append('\n'));
        return text.toString();
    }

    @Override
    public void close() {
        peers.values().forEach(PythonPeer::close);
    }
}
