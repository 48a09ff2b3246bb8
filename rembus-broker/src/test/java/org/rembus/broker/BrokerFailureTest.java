package org.rembus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rembus.broker.journal.Journal;
import org.rembus.broker.journal.TwinStore;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.testing.RawPeer;
import org.rembus.broker.transport.TransportLoop;

/** Something of ours fails while a broker starts or stops: nothing of it stays all the same. */
final class BrokerFailureTest {
    private final List<String> released = new ArrayList<>();
    private @Nullable TransportLoop loop;

    /** Kept in memory; what is named fails. */
    private final class FailingStorage implements Storage {
        private final Storage memory = new MemoryStorage(1, 1 << 20);
        private final List<String> failing;

        FailingStorage(TransportLoop loop, List<String> failing) {
            BrokerFailureTest.this.loop = loop;
            this.failing = failing;
        }

        private void failIf(String what) {
            if (failing.contains(what)) {
                throw new IllegalStateException(what + " is broken");
            }
        }

        @Override
        public Journal journal() {
            Journal journal = memory.journal();
            return (Journal) Proxy.newProxyInstance(
                    Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                        failIf(method.getName());
                        try {
                            return method.invoke(journal, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        @Override
        public TwinStore twins() {
            failIf("twins");
            return memory.twins();
        }

        @Override
        public void release() {
            released.add("storage");
            failIf("release");
        }
    }

    private Broker start(String... failing) throws BrokerStartException {
        return Broker.start(
                BrokerOptions.builder().environment(Map.of()).webSocket(0).build(),
                (options, ofBroker, epoch) -> new FailingStorage(ofBroker, List.of(failing)));
    }

    private void assertLoopHasEnded() {
        assertThat(Objects.requireNonNull(loop).eventLoop().isTerminated()).isTrue();
    }

    @Test
    void close_journalAndStorageFail_closesTheRestThenTellsBoth() throws Exception {
        Broker broker = start("close", "release");
        InetSocketAddress address =
                new InetSocketAddress("127.0.0.1", broker.addresses().getFirst().getPort());
        try (RawPeer peer = RawPeer.connect(address)) {
            IllegalStateException failure = catchThrowableOfType(IllegalStateException.class, broker::close);

            assertThat(failure).hasMessage("close is broken");
            assertThat(failure.getSuppressed())
                    .extracting(Throwable::getMessage)
                    .contains("release is broken");
            assertThat(peer.readClose()).isEqualTo(CloseReason.GOING_AWAY.code());
        }
        assertThat(released).containsExactly("storage");
        assertThat(catchThrowableOfType(
                        ConnectException.class, () -> new Socket("127.0.0.1", address.getPort()).close()))
                .isNotNull();
        assertLoopHasEnded();
        broker.awaitClosed();
        broker.close();
    }

    @Test
    void start_storageCannotBeMade_leavesNoThread() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Broker.start(
                        BrokerOptions.builder().environment(Map.of()).build(), (options, ofBroker, epoch) -> {
                            loop = ofBroker;
                            throw new IllegalStateException("no storage");
                        }))
                .withMessage("no storage");
        assertLoopHasEnded();
    }

    @Test
    void start_routerCannotBeMade_releasesTheStorageAndLeavesNoThread() {
        Throwable failure = catchThrowableOfType(RuntimeException.class, () -> start("twins", "close"));

        assertThat(failure).hasRootCauseMessage("twins is broken");
        assertThat(failure.getSuppressed()).extracting(Throwable::getMessage).contains("close is broken");
        assertThat(released).containsExactly("storage");
        assertLoopHasEnded();
    }
}
