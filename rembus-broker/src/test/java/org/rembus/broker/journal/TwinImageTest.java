package org.rembus.broker.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.rembus.broker.journal.TwinChange.Start;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.QoS;

/** What a twin's image becomes by each change is tested with the store that keeps it; here, that it can be put away. */
final class TwinImageTest {
    private static final String RID = "alice";

    private static TwinImage eventful() {
        TwinImage image = new TwinImage(RID);
        image.apply(
                1,
                new TwinChange.Subscribed(RID, 1, "a/*", false, Since.LAST_RECEIVED, QoS.AT_LEAST_ONCE, Start.OLDEST));
        image.apply(2, new TwinChange.Subscribed(RID, 2, "*", true, Since.NOW, QoS.EXACTLY_ONCE, Start.HERE));
        image.apply(3, new TwinChange.Subscribed(RID, 3, "gone", false, Since.NOW, QoS.EXACTLY_ONCE, Start.HERE));
        image.apply(4, new TwinChange.Unsubscribed(RID, "gone"));
        image.apply(5, new TwinChange.Exposed(RID, "service"));
        image.apply(6, new TwinChange.Activated(RID));
        image.apply(7, new TwinChange.Advanced(RID, 1, 3));
        image.apply(8, new TwinChange.Acknowledged(RID, 1, 5, 6));
        image.apply(9, new TwinChange.Acknowledges(RID));
        image.hold(MessageId.of(5, 8), 77);
        image.hold(MessageId.of(6, 16), 78);
        return image;
    }

    @Test
    void of_state_isTheSameTwin() {
        TwinImage image = eventful();

        assertThat(TwinImage.of(image.state()).state()).isEqualTo(image.state());
        assertThat(TwinImage.of(image.state()).known()).isEqualTo(image.known());
    }

    @Test
    void of_state_goesOnAsTheOriginalWould() {
        TwinImage image = eventful();
        TwinImage copy = TwinImage.of(image.state());
        for (TwinImage each : new TwinImage[] {image, copy}) {
            each.apply(10, new TwinChange.Deactivated(RID));
            each.apply(11, new TwinChange.Advanced(RID, 1, 4));
            each.apply(20, new TwinChange.Activated(RID));
            each.apply(21, new TwinChange.Released(RID, MessageId.of(5, 8)));
            each.apply(22, new TwinChange.Subscribed(RID, 4, "*", true, Since.NOW, QoS.AT_MOST_ONCE, Start.HERE));
        }

        assertThat(copy.state()).isEqualTo(image.state());
        assertThat(copy.state().subscriptions().getFirst().position()).isEqualTo(6);
        assertThat(copy.state().held()).containsOnlyKeys(MessageId.of(6, 16));
    }

    @Test
    void of_state_leavesTheStateAlone() {
        TwinState state = eventful().state();
        TwinImage.of(state).apply(10, new TwinChange.Acknowledged(RID, 1, 8, 8));

        assertThat(state).isEqualTo(eventful().state());
    }
}
