package org.rembus.client.connection;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Payload;

/**
 * The way to the event loop of messages that nobody waits for: those that come before the loop is there lie one behind the other in
 * one array, and one command takes them all. So what a message costs is its bytes, and the loop reads memory in the order in which
 * it was written.
 *
 * <p>Messages and other commands keep the order in which a thread gives them, if it {@linkplain #close closes} before each other
 * command. May be used by any thread.
 */
public final class Bursts {
    /** Longer messages are better not copied. */
    public static final int MAX_MESSAGE_BYTES = 4096;

    private static final int MAX_BYTES = 65_536;
    private static final int MIN_BYTES = 512;

    private final CommandQueue commands;
    private final OutputBudget budget;
    private final Consumer<Burst> sender;

    // -- guarded by this --
    private int lastBytes = MIN_BYTES;
    // read without, too: a thread sees at least what it has put there itself
    private volatile @Nullable Burst open;

    /** @param sender is given each burst on the loop, and sends its messages */
    public Bursts(CommandQueue commands, OutputBudget budget, Consumer<Burst> sender) {
        this.commands = commands;
        this.budget = budget;
        this.sender = sender;
    }

    /**
     * Has a message sent. Counts as waiting to be sent until then.
     *
     * @param head what comes before the data of the encoded message
     */
    public synchronized void add(byte[] head, Payload data) {
        Burst current = open;
        if (current != null && current.append(head, data)) {
            return;
        }
        close();
        Burst fresh = new Burst(Math.max(lastBytes, head.length + data.length()));
        fresh.append(head, data);
        open = fresh;
        commands.add(() -> take(fresh));
    }

    /** What is added from now on goes after the command that this thread gives next. */
    public void close() {
        if (open != null) {
            synchronized (this) {
                Burst full = open;
                if (full != null) {
                    open = null;
                    full.charge();
                }
            }
        }
    }

    private void take(Burst taken) {
        synchronized (this) {
            if (open == taken) {
                open = null;
            }
            lastBytes = Math.clamp(Integer.highestOneBit(taken.length) << 1, MIN_BYTES, MAX_BYTES);
        }
        budget.release(taken.charged);
        sender.accept(taken);
    }

    /** Messages, one behind the other. Not changed any more when the sender has it. */
    public final class Burst {
        private static final int CHARGE_BYTES = 4096;

        private byte[] array;
        private int[] ends = new int[16];
        private int count;
        private int length;
        private int charged;

        private Burst(int capacity) {
            array = new byte[capacity];
        }

        private boolean append(byte[] head, Payload data) {
            int end = length + head.length + data.length();
            if (end > Math.max(MAX_BYTES, array.length)) {
                return false;
            }
            if (end > array.length) {
                array = Arrays.copyOf(array, Math.min(MAX_BYTES, Math.max(end, array.length * 2)));
            }
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, count * 2);
            }
            System.arraycopy(head, 0, array, length, head.length);
            data.copyTo(array, length + head.length);
            ends[count++] = end;
            length = end;
            if (length - charged >= CHARGE_BYTES) {
                charge();
            }
            return true;
        }

        private void charge() {
            budget.add(length - charged);
            charged = length;
        }

        /** How many messages there are. */
        public int count() {
            return count;
        }

        /** What the messages are in. */
        public byte[] array() {
            return array;
        }

        /** Where a message begins. */
        public int start(int index) {
            return index == 0 ? 0 : ends[index - 1];
        }

        /** Where a message ends. */
        public int end(int index) {
            return ends[index];
        }
    }
}
