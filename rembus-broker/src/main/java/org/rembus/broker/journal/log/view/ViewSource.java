package org.rembus.broker.journal.log.view;

import java.io.IOException;

/** Where the view is kept. Each call may block on the disk; one that fails throws an unchecked exception. */
@FunctionalInterface
public interface ViewSource {
    /** Opens what is there, or makes an empty one. It is closed before this is called again. */
    View open();

    /** Looks at what is there. */
    interface Visitor {
        /** @param extent for the time of the call */
        void visit(ViewExtent extent) throws IOException;
    }

    /** Shows how much {@link #open} would find, having checked as well as it can that it is sound; changes nothing. */
    default void show(Visitor visitor) throws IOException {
        try (View view = open()) {
            visitor.visit(view);
        }
    }
}
