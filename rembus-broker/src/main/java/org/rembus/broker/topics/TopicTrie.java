package org.rembus.broker.topics;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Topic;

/**
 * Patterns, found by the topics that they match (PROTOCOL.md section 9, "Wildcards"): a tree of levels, in which
 * {@code *} and {@code **} are branches of their own. What a search costs depends on the branches that match, not on how
 * many patterns there are; each node is visited at most once, so that no pattern makes it explode. Not thread-safe.
 *
 * @param <S> what stands at a pattern; compared by {@code equals}
 */
final class TopicTrie<S> {
    private final Node<S> root = new Node<>();

    /** Adds to what stands at a topic or pattern. */
    void add(Topic pattern, S value) {
        Node<S> node = root;
        for (String level : pattern.levels()) {
            node = node.childFor(level);
        }
        node.addValue(value);
    }

    /** Removes what {@link #add} added, and the branches that are bare then. */
    void remove(Topic pattern, S value) {
        List<String> levels = pattern.levels();
        List<Node<S>> path = new ArrayList<>();
        Node<S> node = root;
        for (String level : levels) {
            path.add(node);
            node = node.child(level);
            if (node == null) {
                return;
            }
        }
        node.removeValue(value);
        for (int depth = path.size() - 1; depth >= 0 && node.isBare(); depth--) {
            node = path.get(depth);
            node.removeChild(levels.get(depth));
        }
    }

    /**
     * Calls back for each value whose pattern matches, once for each pattern.
     *
     * @return how many nodes it visited
     */
    int match(Topic topic, Consumer<S> found) {
        return match(topic.levels(), found);
    }

    /** The same for the levels of any text. */
    int match(List<String> levels, Consumer<S> found) {
        Search<S> search = new Search<>(levels, found);
        search.begin(root);
        return search.visits;
    }

    /** Calls back for all that was added. */
    void forEach(Consumer<S> visitor) {
        ArrayDeque<Node<S>> open = new ArrayDeque<>();
        open.add(root);
        while (!open.isEmpty()) {
            Node<S> node = open.remove();
            node.values.forEach(visitor);
            node.children(open::add);
        }
    }

    boolean isEmpty() {
        return root.isBare();
    }

    /** One level of the patterns. */
    private static final class Node<S> {
        // most nodes have one of these, or none
        Map<String, Node<S>> literal = Map.of();
        Set<S> values = Set.of();

        @Nullable
        Node<S> oneLevel;

        @Nullable
        Node<S> anyLevels;

        @Nullable
        Node<S> child(String level) {
            if (Topic.isOneLevel(level)) {
                return oneLevel;
            }
            return Topic.isAnyLevels(level) ? anyLevels : literal.get(level);
        }

        Node<S> childFor(String level) {
            Node<S> child = child(level);
            if (child == null) {
                child = new Node<>();
                if (Topic.isOneLevel(level)) {
                    oneLevel = child;
                } else if (Topic.isAnyLevels(level)) {
                    anyLevels = child;
                } else {
                    addLiteral(level, child);
                }
            }
            return child;
        }

        private void addLiteral(String level, Node<S> child) {
            if (literal.isEmpty()) {
                literal = Collections.singletonMap(level, child);
                return;
            }
            if (literal.size() == 1) {
                literal = new HashMap<>(literal);
            }
            literal.put(level, child);
        }

        private void removeLiteral(String level) {
            if (literal.size() > 1) {
                literal.remove(level);
            } else if (literal.containsKey(level)) {
                literal = Map.of();
            }
        }

        void addValue(S value) {
            if (values.isEmpty()) {
                values = Collections.singleton(value);
            } else if (!values.contains(value)) {
                if (values.size() == 1) {
                    values = new LinkedHashSet<>(values);
                }
                values.add(value);
            }
        }

        void removeValue(S value) {
            if (values.size() > 1) {
                values.remove(value);
            } else if (values.contains(value)) {
                values = Set.of();
            }
        }

        void removeChild(String level) {
            if (Topic.isOneLevel(level)) {
                oneLevel = null;
            } else if (Topic.isAnyLevels(level)) {
                anyLevels = null;
            } else {
                removeLiteral(level);
            }
        }

        void children(Consumer<Node<S>> visitor) {
            literal.values().forEach(visitor);
            if (oneLevel != null) {
                visitor.accept(oneLevel);
            }
            if (anyLevels != null) {
                visitor.accept(anyLevels);
            }
        }

        boolean isBare() {
            return literal.isEmpty() && values.isEmpty() && oneLevel == null && anyLevels == null;
        }
    }

    /**
     * One walk through the tree. With each node go the places in the topic where its pattern so far can end, as bits: 0 before
     * the first level, the number of levels behind the last one.
     */
    private static final class Search<S> {
        private final Consumer<S> found;
        private final int end;
        private final int words;
        /** Behind each level is the place that it leads to from the one before. */
        private final Map<String, long[]> before = new HashMap<>();
        /** The places before levels that a wildcard may stand for. */
        private final long[] beforeAny;

        private int visits;

        Search(List<String> levels, Consumer<S> found) {
            this.found = found;
            this.end = levels.size();
            this.words = end / Long.SIZE + 1;
            this.beforeAny = new long[words];
            for (int place = 0; place < end; place++) {
                String level = levels.get(place);
                set(before.computeIfAbsent(level, any -> new long[words]), place);
                if (!Topic.isVerbatim(level)) {
                    set(beforeAny, place);
                }
            }
        }

        private static void set(long[] places, int place) {
            places[place / Long.SIZE] |= 1L << place;
        }

        void begin(Node<S> root) {
            long[] first = new long[words];
            set(first, 0);
            visit(root, first);
        }

        private void visit(Node<S> node, long[] places) {
            visits++;
            if ((places[end / Long.SIZE] >>> end & 1) != 0) {
                node.values.forEach(found);
            }
            if (node.oneLevel != null) {
                visitBehind(node.oneLevel, places, beforeAny);
            }
            if (node.anyLevels != null) {
                visit(node.anyLevels, withRunsOf(places, beforeAny));
            }
            if (node.literal.size() <= before.size()) {
                node.literal.forEach((level, child) -> {
                    long[] beforeLevel = before.get(level);
                    if (beforeLevel != null) {
                        visitBehind(child, places, beforeLevel);
                    }
                });
            } else {
                before.forEach((level, beforeLevel) -> {
                    Node<S> child = node.literal.get(level);
                    if (child != null) {
                        visitBehind(child, places, beforeLevel);
                    }
                });
            }
        }

        /** Visits a node with the places behind those that are in both, if there are any. */
        private void visitBehind(Node<S> node, long[] places, long[] beforeLevel) {
            long[] behind = new long[words];
            long carry = 0;
            long any = 0;
            for (int i = 0; i < words; i++) {
                long both = places[i] & beforeLevel[i];
                behind[i] = both << 1 | carry;
                carry = both >>> (Long.SIZE - 1);
                any |= behind[i];
            }
            if (any != 0) {
                visit(node, behind);
            }
        }

        /**
         * These places, and those that are reached from one of them by levels that may be skipped. A sum does it: a place at
         * which a run of ones begins to be counted carries to the end of the run, and one further.
         */
        private static long[] withRunsOf(long[] places, long[] skipped) {
            long[] all = new long[places.length];
            long carry = 0;
            for (int i = 0; i < places.length; i++) {
                long starts = places[i] & skipped[i];
                long partial = skipped[i] + starts;
                long sum = partial + carry;
                boolean overflows = Long.compareUnsigned(partial, starts) < 0 || Long.compareUnsigned(sum, carry) < 0;
                all[i] = places[i] | (sum ^ skipped[i]);
                carry = overflows ? 1 : 0;
            }
            return all;
        }
    }
}
