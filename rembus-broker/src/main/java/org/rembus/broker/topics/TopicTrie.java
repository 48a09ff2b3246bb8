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
 * many patterns there are; each node is visited at most once for each level of the topic, so that no pattern makes it
 * explode. Not thread-safe, searches included.
 *
 * @param <S> what stands at a pattern; compared by {@code equals}
 */
final class TopicTrie<S> {
    private final Node<S> root = new Node<>(false);
    private long steps;

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
     * @return how many visits to nodes it took: no more than one to each for each level of the topic, and one before them
     */
    long match(Topic topic, Consumer<S> found) {
        Search<S> search = new Search<>(root, steps);
        topic.levels().forEach(search::take);
        steps = search.step;
        for (Node<S> node : search.reached) {
            node.values.forEach(found);
        }
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
        final boolean isAnyLevels;
        // most nodes have one of these, or none
        Map<String, Node<S>> literal = Map.of();
        Set<S> values = Set.of();
        long lastStep;

        @Nullable
        Node<S> oneLevel;

        @Nullable
        Node<S> anyLevels;

        Node(boolean isAnyLevels) {
            this.isAnyLevels = isAnyLevels;
        }

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
                child = new Node<>(Topic.isAnyLevels(level));
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
     * One walk through the tree, a level of the topic at a time: {@code reached} are the nodes whose patterns match the
     * levels so far. No node is in it twice.
     */
    private static final class Search<S> {
        private List<Node<S>> reached = new ArrayList<>();
        private long step;
        private long visits;

        /** @param before how many steps earlier searches took: nodes remember the last step that reached them */
        Search(Node<S> root, long before) {
            step = before + 1;
            reach(root);
        }

        void take(String level) {
            List<Node<S>> from = reached;
            reached = new ArrayList<>();
            step++;
            boolean verbatim = Topic.isVerbatim(level);
            for (Node<S> node : from) {
                if (node.isAnyLevels && !verbatim) {
                    reach(node);
                }
                if (node.oneLevel != null && !verbatim) {
                    reach(node.oneLevel);
                }
                reach(node.literal.get(level));
            }
        }

        /** {@code **} stands for no level, too. */
        private void reach(@Nullable Node<S> node) {
            Node<S> next = node;
            while (next != null && next.lastStep != step) {
                next.lastStep = step;
                reached.add(next);
                visits++;
                next = next.anyLevels;
            }
        }
    }
}
