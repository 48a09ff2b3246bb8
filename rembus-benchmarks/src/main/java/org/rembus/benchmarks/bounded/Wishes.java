package org.rembus.benchmarks.bounded;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the user said behind a command: numbers, each with a name, and what holds where nothing was said. */
final class Wishes {
    private final Map<String, Long> numbers;

    private Wishes(Map<String, Long> numbers) {
        this.numbers = numbers;
    }

    /**
     * Reads {@code --name number} pairs.
     *
     * @throws IllegalArgumentException if one is not among the usual ones, or no number from 1 on
     */
    static Wishes of(Map<String, Long> usual, List<String> words) {
        Map<String, Long> numbers = new LinkedHashMap<>(usual);
        for (int i = 0; i < words.size(); i += 2) {
            String name = words.get(i);
            if (!usual.containsKey(name)
                    || i + 1 == words.size()
                    || !words.get(i + 1).matches("[1-9][0-9]{0,9}")) {
                throw new IllegalArgumentException("options, each with a number from 1 on: " + usual.keySet());
            }
            numbers.put(name, Long.parseLong(words.get(i + 1)));
        }
        return new Wishes(numbers);
    }

    int number(String name) {
        return Math.toIntExact(numbers.getOrDefault(name, 0L));
    }

    @Override
    public String toString() {
        return numbers.toString();
    }
}
