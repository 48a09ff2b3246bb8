package org.rembus.broker.journal.log.format;

import org.rembus.broker.journal.Since;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.journal.TwinChange.Start;
import org.rembus.broker.journal.TwinChange.Stop;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.QoS;

/** A change of a twin: its kind, the twin's name, and what the kind has. */
final class ChangeCodec {
    private static final int ARRIVED = 2;
    private static final int ACTIVATED = 3;
    private static final int DEACTIVATED = 4;
    private static final int SUBSCRIBED = 5;
    private static final int UNSUBSCRIBED = 6;
    private static final int EXPOSED = 7;
    private static final int UNEXPOSED = 8;
    private static final int ACKNOWLEDGED = 9;
    private static final int ADVANCED = 10;
    private static final int RELEASED = 11;
    private static final int ACKNOWLEDGES = 12;
    private static final int CUT_OFF = 13;

    private static final int EVERY_TOPIC = 1;
    private static final int START_HERE = 2;

    private ChangeCodec() {}

    static void write(TwinChange change, RecordOutput out) {
        out.putByte(kindOf(change));
        out.putText(change.rid());
        switch (change) {
            case TwinChange.Arrived arrived -> {}
            case TwinChange.Activated activated -> {}
            case TwinChange.Acknowledges acknowledges -> {}
            case TwinChange.Deactivated deactivated -> out.putLong(deactivated.through());
            case TwinChange.Subscribed subscribed -> writeTerms(subscribed, out);
            case TwinChange.Unsubscribed unsubscribed -> out.putText(unsubscribed.topic());
            case TwinChange.Exposed exposed -> out.putText(exposed.topic());
            case TwinChange.Unexposed unexposed -> out.putText(unexposed.topic());
            case TwinChange.Acknowledged acknowledged -> {
                out.putInt(acknowledged.subscription());
                out.putLong(acknowledged.first());
                out.putLong(acknowledged.last());
            }
            case TwinChange.Advanced advanced -> {
                out.putInt(advanced.subscription());
                out.putLong(advanced.position());
            }
            case TwinChange.Released released -> out.putId(released.id());
        }
    }

    private static int kindOf(TwinChange change) {
        return switch (change) {
            case TwinChange.Arrived arrived -> ARRIVED;
            case TwinChange.Activated activated -> ACTIVATED;
            case TwinChange.Deactivated deactivated ->
                switch (deactivated.stop()) {
                    case ASKED -> DEACTIVATED;
                    case CUT_OFF -> CUT_OFF;
                };
            case TwinChange.Subscribed subscribed -> SUBSCRIBED;
            case TwinChange.Unsubscribed unsubscribed -> UNSUBSCRIBED;
            case TwinChange.Exposed exposed -> EXPOSED;
            case TwinChange.Unexposed unexposed -> UNEXPOSED;
            case TwinChange.Acknowledged acknowledged -> ACKNOWLEDGED;
            case TwinChange.Advanced advanced -> ADVANCED;
            case TwinChange.Released released -> RELEASED;
            case TwinChange.Acknowledges acknowledges -> ACKNOWLEDGES;
        };
    }

    static TwinChange read(int kind, RecordInput in) throws ProtocolException {
        String rid = in.getText();
        return switch (kind) {
            case ARRIVED -> new TwinChange.Arrived(rid);
            case ACTIVATED -> new TwinChange.Activated(rid);
            case DEACTIVATED -> new TwinChange.Deactivated(rid, in.getLong(), Stop.ASKED);
            case CUT_OFF -> new TwinChange.Deactivated(rid, in.getLong(), Stop.CUT_OFF);
            case SUBSCRIBED -> readTerms(rid, in);
            case UNSUBSCRIBED -> new TwinChange.Unsubscribed(rid, in.getText());
            case EXPOSED -> new TwinChange.Exposed(rid, in.getText());
            case UNEXPOSED -> new TwinChange.Unexposed(rid, in.getText());
            case ACKNOWLEDGED -> new TwinChange.Acknowledged(rid, in.getInt(), in.getLong(), in.getLong());
            case ADVANCED -> new TwinChange.Advanced(rid, in.getInt(), in.getLong());
            case RELEASED -> new TwinChange.Released(rid, in.getId());
            case ACKNOWLEDGES -> new TwinChange.Acknowledges(rid);
            default -> throw new ProtocolException("records of kind " + kind + " do not exist");
        };
    }

    private static void writeTerms(TwinChange.Subscribed subscribed, RecordOutput out) {
        out.putInt(subscribed.number());
        out.putText(subscribed.topic());
        out.putByte((subscribed.everyTopic() ? EVERY_TOPIC : 0) | (subscribed.start() == Start.HERE ? START_HERE : 0));
        out.putLong(subscribed.since().windowNs());
        out.putByte(levelOf(subscribed.ceiling()));
    }

    private static TwinChange readTerms(String rid, RecordInput in) throws ProtocolException {
        int number = in.getInt();
        String topic = in.getText();
        int bits = in.getByte();
        Since since = new Since(in.getLong());
        QoS ceiling = qosOf(in.getByte());
        Start start = (bits & START_HERE) != 0 ? Start.HERE : Start.OLDEST;
        return new TwinChange.Subscribed(rid, number, topic, (bits & EVERY_TOPIC) != 0, since, ceiling, start);
    }

    private static int levelOf(QoS qos) {
        return switch (qos) {
            case AT_MOST_ONCE -> 0;
            case AT_LEAST_ONCE -> 1;
            case EXACTLY_ONCE -> 2;
        };
    }

    private static QoS qosOf(int level) throws ProtocolException {
        return switch (level) {
            case 0 -> QoS.AT_MOST_ONCE;
            case 1 -> QoS.AT_LEAST_ONCE;
            case 2 -> QoS.EXACTLY_ONCE;
            default -> throw new ProtocolException("there is no quality of service " + level);
        };
    }
}
