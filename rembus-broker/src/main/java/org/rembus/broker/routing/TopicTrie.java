package org.rembus.broker.routing;

import java.util.HashMap;
import java.util.HashSet;
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
 * many patterns there are; each node is visited at most once for each level of the topic, so that no pattern makes it
 * explode.
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
        node.values.add(value);
    }

    /** Removes what {@link #add} added, and the branches that are bare then. */
    void remove(Topic pattern, S value) {
        remove(root, pattern.levels(), 0, value);
    }

    /** Calls back for each value whose pattern matches, once for each pattern. */
    void match(Topic topic, Consumer<S> found) {
        new Search<>(topic.levels(), found).visit(root, 0);
    }

    /** Calls back for all that was added. */
    void forEach(Consumer<S> visitor) {
        root.forEach(visitor);
    }

    boolean isEmpty() {
        return root.isBare();
    }

    private static <S> void remove(Node<S> node, List<String> levels, int depth, S value) {
        if (depth == levels.size()) {
            node.values.remove(value);
            return;
        }
        Node<S> child = node.child(levels.get(depth));
        if (child != null) {
            remove(child, levels, depth + 1, value);
            if (child.isBare()) {
                node.removeChild(levels.get(depth));
            }
        }
    }

    /** One level of the patterns. */
    private static final class Node<S> {
        final Map<String, Node<S>> literal = new HashMap<>(2);
        final Set<S> values = new LinkedHashSet<>(2);

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
                    literal.put(level, child);
                }
            }
            return child;
        }

        void removeChild(String level) {
            if (Topic.isOneLevel(level)) {
                oneLevel = null;
            } else if (Topic.isAnyLevels(level)) {
                anyLevels = null;
            } else {
                literal.remove(level);
            }
        }

        void forEach(Consumer<S> visitor) {
            values.forEach(visitor);
            literal.values().forEach(child -> child.forEach(visitor));
            if (oneLevel != null) {
                oneLevel.forEach(visitor);
            }
            if (anyLevels != null) {
                anyLevels.forEach(visitor);
            }
        }

        boolean isBare() {
            return literal.isEmpty() && values.isEmpty() && oneLevel == null && anyLevels == null;
        }
    }

    /** One walk through the tree. */
    private static final class Search<S> {
        private final List<String> levels;
        private final Consumer<S> found;
        private final Set<Visit<S>> visits = new HashSet<>();

        Search(List<String> levels, Consumer<S> found) {
            this.levels = levels;
            this.found = found;
        }

        void visit(Node<S> node, int depth) {
            if (depth == levels.size()) {
                node.values.forEach(found);
            } else {
                descend(node, depth);
            }
            if (node.anyLevels != null) {
                visitAnyLevels(node.anyLevels, depth);
            }
        }

        private void descend(Node<S> node, int depth) {
            String level = levels.get(depth);
            Node<S> literal = node.literal.get(level);
            if (literal != null) {
                visit(literal, depth + 1);
            }
            if (node.oneLevel != null && !Topic.isVerbatim(level)) {
                visit(node.oneLevel, depth + 1);
            }
        }

        /** The node after {@code **} is entered at this depth and at each one further on, until a verbatim level. */
        private void visitAnyLevels(Node<S> node, int depth) {
            for (int i = depth; ; i++) {
                if (!visits.add(new Visit<>(node, i))) {
                    return;
                }
                visit(node, i);
                if (i == levels.size() || Topic.isVerbatim(levels.get(i))) {
                    return;
                }
            }
        }
    }

    /** Tells nodes apart by identity: they have no equality of their own. */
    private record Visit<S>(Node<S> node, int depth) {}
}
