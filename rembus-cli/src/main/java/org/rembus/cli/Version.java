package org.rembus.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code rembus --version} prints. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"rembus " + org.rembus.protocol.Version.current()};
    }
}
