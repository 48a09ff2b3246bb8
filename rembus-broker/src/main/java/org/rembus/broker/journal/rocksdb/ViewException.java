package org.rembus.broker.journal.rocksdb;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** The view cannot be opened, read or written. The message is a sentence for the user, and names the folder. */
public final class ViewException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String DAMAGED = "the view of the journal is damaged: ";
    private static final String REMEDY =
            "; move this folder away and start the broker again, which makes it anew from the journal";
    private static final String TOO_NEW = "the view of the journal was written by a newer version: ";
    private static final String UNAVAILABLE = "the view of the journal cannot be used: ";

    private final Fault fault;

    /** What is wrong. */
    public enum Fault {
        /** Another process, or another view of this one, has it open. */
        IN_USE,
        /** Something in it is not as it was written, or is missing. Nothing was changed. */
        DAMAGED,
        /** A newer version has written it. Nothing was changed. */
        TOO_NEW,
        /** The machine refuses: the disk is full, the folder not ours, the library not for this machine. */
        UNAVAILABLE
    }

    private ViewException(Fault fault, Path directory, String complaint, @Nullable Throwable cause) {
        super(directory + ": " + complaint + (fault == Fault.DAMAGED ? REMEDY : ""), cause);
        this.fault = fault;
    }

    static ViewException damaged(Path directory, String complaint) {
        return new ViewException(Fault.DAMAGED, directory, DAMAGED + complaint, null);
    }

    static ViewException tooNew(Path directory, String complaint) {
        return new ViewException(Fault.TOO_NEW, directory, TOO_NEW + complaint, null);
    }

    static ViewException unavailable(Path directory, Throwable cause) {
        return new ViewException(Fault.UNAVAILABLE, directory, UNAVAILABLE + cause, cause);
    }

    static ViewException of(Path directory, RocksDBException e) {
        String message = String.valueOf(e.getMessage());
        return switch (codeOf(e)) {
            case Corruption -> new ViewException(Fault.DAMAGED, directory, DAMAGED + message, e);
            case InvalidArgument -> new ViewException(Fault.TOO_NEW, directory, TOO_NEW + message, e);
            case IOError -> ofInputOrOutput(directory, message, e);
            default -> new ViewException(Fault.UNAVAILABLE, directory, UNAVAILABLE + message, e);
        };
    }

    private static ViewException ofInputOrOutput(Path directory, String message, RocksDBException e) {
        if (message.contains("lock hold by current process") || message.contains("While lock file")) {
            return new ViewException(Fault.IN_USE, directory, "the view of the journal is in use already", e);
        }
        return message.contains("No such file")
                ? new ViewException(Fault.DAMAGED, directory, DAMAGED + message, e)
                : new ViewException(Fault.UNAVAILABLE, directory, UNAVAILABLE + message, e);
    }

    private static Status.Code codeOf(RocksDBException e) {
        Status status = e.getStatus();
        return status == null ? Status.Code.Undefined : status.getCode();
    }

    public Fault fault() {
        return fault;
    }
}
