package org.rembus.client.outbox;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** An outbox's file cannot be used, or not for this. The message is a sentence that names the file and the reason. */
final class OutboxFileException extends IOException {
    private static final long serialVersionUID = 1L;

    // SQLite's primary result codes
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int READ_ONLY = 8;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANNOT_OPEN = 14;
    private static final int NOT_A_DATABASE = 26;

    private final boolean isFull;

    private OutboxFileException(String message, boolean isFull, @Nullable Throwable cause) {
        super(message, cause);
        this.isFull = isFull;
    }

    static OutboxFileException of(Path file, String what) {
        return new OutboxFileException("outbox " + file + ": " + what, false, null);
    }

    /** Something in the file is not as it was written. */
    static OutboxFileException damaged(Path file, String what) {
        return of(file, "damaged, " + what + "; nothing in it has been changed");
    }

    static OutboxFileException of(Path file, SQLException failure) {
        String what = switch (failure.getErrorCode()) {
            case BUSY, LOCKED -> "in use by another component or process";
            case READ_ONLY -> "it or its folder cannot be written to";
            case CORRUPT -> "damaged; nothing in it has been changed";
            case FULL -> "the disk is full";
            case CANNOT_OPEN -> "cannot be opened: is its folder there, and may it be written to?";
            case NOT_A_DATABASE -> "is no outbox but a file of another kind; nothing in it has been changed";
            default -> String.valueOf(failure.getMessage());
        };
        return new OutboxFileException("outbox " + file + ": " + what, failure.getErrorCode() == FULL, failure);
    }

    /** Nothing is certain any more, until it is opened again. */
    static OutboxFileException notRestored(Path file, OutboxFileException cause) {
        return new OutboxFileException(
                "outbox " + file + ": could not be restored after a failure: " + cause.getMessage(), false, cause);
    }

    /** Whether there was no room: the file is as it was before, and can be used further. */
    boolean isFull() {
        return isFull;
    }
}
