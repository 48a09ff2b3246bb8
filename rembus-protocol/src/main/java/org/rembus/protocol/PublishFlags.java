package org.rembus.protocol;

/**
 * The high four bits of a PUBLISH's first element: its quality of service and whether its id carries a slot
 * (PROTOCOL.md section 4). Only these six combinations are legal.
 */
public enum PublishFlags {
    QOS0(0x00, QoS.AT_MOST_ONCE),
    QOS1(0x10, QoS.AT_LEAST_ONCE),
    QOS2(0x30, QoS.EXACTLY_ONCE),
    QOS0_SLOT(0x40, QoS.AT_MOST_ONCE),
    QOS1_SLOT(0x50, QoS.AT_LEAST_ONCE),
    QOS2_SLOT(0x70, QoS.EXACTLY_ONCE);

    private static final int SLOT = 0x40;

    private final int bits;
    private final QoS qos;

    PublishFlags(int bits, QoS qos) {
        this.bits = bits;
        this.qos = qos;
    }

    /** The flags as they stand in the first element, the type's four bits being zero. */
    public int bits() {
        return bits;
    }

    public QoS qos() {
        return qos;
    }

    /** Whether the low 32 bits of the message's id are an application time slot. */
    public boolean hasSlot() {
        return (bits & SLOT) != 0;
    }

    /** Whether the message has an id at all: only a plain QoS 0 publish has none. */
    public boolean hasId() {
        return this != QOS0;
    }

    /** The flags for this level, with a slot or without. */
    public static PublishFlags of(QoS qos, boolean withSlot) {
        return switch (qos) {
            case AT_MOST_ONCE -> withSlot ? QOS0_SLOT : QOS0;
            case AT_LEAST_ONCE -> withSlot ? QOS1_SLOT : QOS1;
            case EXACTLY_ONCE -> withSlot ? QOS2_SLOT : QOS2;
        };
    }

    /** Reads the high four bits that a peer sent. */
    public static PublishFlags parse(int bits) throws ProtocolException {
        return switch (bits) {
            case 0x00 -> QOS0;
            case 0x10 -> QOS1;
            case 0x30 -> QOS2;
            case 0x40 -> QOS0_SLOT;
            case 0x50 -> QOS1_SLOT;
            case 0x70 -> QOS2_SLOT;
            default -> throw new ProtocolException("publish flags 0x" + Integer.toHexString(bits) + " do not exist");
        };
    }
}
