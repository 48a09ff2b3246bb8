package org.rembus.interop;

import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rembus.client.Component;
import org.rembus.client.Rembus;

/** A component in the broker's own process, without a socket, with a Python peer on the other side. */
final class LocalComponentOnJavaBrokerIT extends JavaComponentContract {
    private @Nullable JavaBroker local;

    @Override
    RunningBroker startBroker(Path directory) throws Exception {
        local = JavaBroker.start(directory);
        return local;
    }

    @Override
    Stream<PythonVersion> versions() {
        return Stream.of(PythonVersion.V0_8_23);
    }

    @Override
    Component java(String name) {
        return Rembus.component(Objects.requireNonNull(local).broker(), name);
    }
}
