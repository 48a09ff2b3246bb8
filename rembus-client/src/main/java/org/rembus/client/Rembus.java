package org.rembus.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.rembus.protocol.local.LocalBroker;

/**
 * The way in: connects components to a broker, and starts servers, which need none.
 *
 * <pre>{@code
 * try (Component home = Rembus.component("ws://localhost:8000/home")) {
 *     int sum = home.rpc("add", 1, 2).as(int.class);
 * }
 * }</pre>
 */
public final class Rembus {
    private Rembus() {}

    /**
     * Connects an anonymous component to the broker that REMBUS_BASE_URL names, {@code ws://127.0.0.1:8000} by default.
     *
     * @throws NotConnectedException if the broker cannot be reached
     */
    public static Component component() {
        return component(ComponentOptions.builder().build());
    }

    /**
     * Connects a component.
     *
     * @param address {@code ws://host:port/name}, or {@code wss://}, {@code tcp://}, {@code tls://}, {@code zmq://}; without a name the component is anonymous. What is missing comes from
     *     REMBUS_BASE_URL, so that a name alone will do
     * @throws IllegalArgumentException if this is no address
     * @throws NotConnectedException if the broker cannot be reached
     * @throws RefusedException if it does not accept the name, because it is connected already for example
     */
    public static Component component(String address) {
        return component(ComponentOptions.builder().address(address).build());
    }

    /**
     * Connects an anonymous component to a broker in the same process, without a socket.
     *
     * @param broker made by {@code Broker.start} of rembus-broker
     * @throws NotConnectedException if the broker is closed
     */
    public static Component component(LocalBroker broker) {
        return component(ComponentOptions.builder().broker(broker).build());
    }

    /**
     * Connects a component to a broker in the same process, without a socket.
     *
     * @param broker made by {@code Broker.start} of rembus-broker
     * @throws IllegalArgumentException if this is no legal name
     * @throws NotConnectedException if the broker is closed
     * @throws RefusedException if it does not accept the name, because it is connected already for example
     */
    public static Component component(LocalBroker broker, String name) {
        return component(ComponentOptions.builder().broker(broker).name(name).build());
    }

    /**
     * Connects a component with options.
     *
     * @throws IllegalArgumentException if a component does not connect by the protocol of the address
     * @throws NotConnectedException if the broker cannot be reached; each of the host's addresses has 10 s
     * @throws RefusedException if it does not accept the name, because it is connected already for example
     * @throws InterruptedCallException if the thread is interrupted meanwhile
     */
    public static Component component(ComponentOptions options) {
        CompletableFuture<Component> connecting = open(options, Runnable::run);
        try {
            return BlockingComponent.await(connecting);
        } catch (InterruptedCallException interruption) {
            connecting.thenAccept(justInTime -> justInTime.async().close());
            throw interruption;
        }
    }

    /**
     * Connects a component without waiting; the future fails where {@link #component(ComponentOptions)} throws. Cancelling it
     * gives the component up.
     */
    public static CompletableFuture<Component> componentAsync(ComponentOptions options) {
        return open(options, options.executor());
    }

    /**
     * Starts a server named {@code server} on {@code ws://127.0.0.1:8000}: components connect to it as to a broker. Needs
     * rembus-broker on the class path.
     *
     * @throws ServerStartException if it cannot start for whatever stands outside of the program
     * @throws IllegalStateException if rembus-broker is missing
     */
    public static Server server() {
        return server(ServerOptions.builder().build());
    }

    /**
     * Starts a server with options. Needs rembus-broker on the class path.
     *
     * @throws IllegalArgumentException if the options {@linkplain ServerOptions.Builder#set set} something to what it cannot be
     * @throws ServerStartException if it cannot start for whatever stands outside of the program: a port that is taken, a
     *     certificate that is not there, something impossible in {@code settings.json} or in the environment
     * @throws IllegalStateException if rembus-broker is missing
     */
    public static Server server(ServerOptions options) {
        return LiveServer.start(options);
    }

    private static CompletableFuture<Component> open(ComponentOptions options, Executor completer) {
        return options.addresses().size() == 1
                ? LiveComponent.open(options, completer)
                : PooledComponent.open(options, completer);
    }
}
