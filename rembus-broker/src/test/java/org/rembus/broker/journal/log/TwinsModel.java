package org.rembus.broker.journal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.journal.TwinImage;
import org.rembus.broker.journal.TwinState;
import org.rembus.broker.journal.TwinStore;
import org.rembus.broker.journal.log.view.View;

/** What a {@link View} ought to say of twins: the images themselves, in a map. */
public final class TwinsModel {
    private final Map<String, TwinImage> images = new TreeMap<>();

    /** What the first {@code count} entries come to; the first has sequence 1. */
    public static TwinsModel of(List<JournalEntry> entries, long count) {
        TwinsModel model = new TwinsModel();
        for (int i = 0; i < count; i++) {
            model.apply(i + 1, entries.get(i));
        }
        return model;
    }

    public void apply(long sequence, JournalEntry entry) {
        switch (entry) {
            case PublishRecord publish ->
                image(publish.publisher()).hold(Objects.requireNonNull(publish.id()), publish.receivedNs());
            case TwinChange change -> image(change.rid()).apply(sequence, change);
        }
    }

    private TwinImage image(String rid) {
        return images.computeIfAbsent(rid, TwinImage::new);
    }

    /** Compares all that can be asked of twins, order included. */
    public void assertShownBy(View view) {
        Map<String, List<Object>> known = new TreeMap<>();
        view.forEach(twin -> known.put(twin.rid(), parts(twin)));
        Map<String, List<Object>> expected = new TreeMap<>();
        images.forEach((rid, image) -> expected.put(rid, parts(image.known())));
        assertThat(known).isEqualTo(expected);
        images.forEach(
                (rid, image) -> assertThat(parts(view.load(rid).orElseThrow())).isEqualTo(parts(image.state())));
    }

    private static List<Object> parts(TwinStore.Known twin) {
        return List.of(List.copyOf(twin.exposed()), twin.active());
    }

    private static List<Object> parts(TwinState twin) {
        return List.of(
                twin, new ArrayList<>(twin.exposed()), new ArrayList<>(new LinkedHashMap<>(twin.held()).entrySet()));
    }
}
