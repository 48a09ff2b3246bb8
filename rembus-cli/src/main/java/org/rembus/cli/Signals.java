package org.rembus.cli;

import java.lang.reflect.Proxy;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the signals that end a process, from then on instead of the virtual machine: it ignores all but the first.
 *
 * <p>Java has no interface for this but {@code sun.misc.Signal}, which every virtual machine has had for decades and the compiler
 * warns of. Where it is missing, signals stay as they are.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
    private static final List<String> THAT_END = List.of("TERM", "INT");

    private Signals() {}

    /** Does this, in a thread of its own, each time that SIGTERM or SIGINT comes. */
    static void onEnd(Runnable action) {
        for (String name : THAT_END) {
            try {
                hear(name, action);
            } catch (ReflectiveOperationException | IllegalArgumentException e) {
                LOG.debug("SIG{} cannot be heard", name, e);
            }
        }
    }

    private static void hear(String name, Runnable action) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object listener = Proxy.newProxyInstance(
                Signals.class.getClassLoader(),
                new Class<?>[] {handler},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "handle" -> {
                        action.run();
                        yield null;
                    }
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "listener to SIG" + name;
                });
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
    }
}
