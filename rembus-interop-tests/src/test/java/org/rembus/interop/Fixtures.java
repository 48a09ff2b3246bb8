package org.rembus.interop;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What the tests of a class stand on: closed after them, the last opened first, and asked to tell what it knows when a
 * test fails.
 *
 * <p>Registered in a static field it closes after the last test of the class, in an instance field after each test.
 */
final class Fixtures implements AfterTestExecutionCallback, AfterEachCallback, AfterAllCallback {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Scope scope;

    private Fixtures(Scope scope) {
        this.scope = scope;
    }

    private enum Scope {
        CLASS,
        TEST
    }

    static Fixtures ofClass() {
        return new Fixtures(Scope.CLASS);
    }

    static Fixtures ofTest() {
        return new Fixtures(Scope.TEST);
    }

    /** Something that can tell what happened to it. */
    interface Witness {
        /** What a reader of a failed test wants to see: a name and the end of a log. */
        String testimony();
    }

    <T extends AutoCloseable> T add(T fixture) {
        open.push(fixture);
        return fixture;
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            for (AutoCloseable fixture : open) {
                if (fixture instanceof Witness witness) {
                    System.err.println(context.getDisplayName() + " failed; " + witness.testimony());
                }
            }
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (scope == Scope.TEST) {
            closeAll();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        closeAll();
    }

    private void closeAll() throws Exception {
        Exception first = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
