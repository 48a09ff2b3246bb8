package org.rembus.client;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Several brokers, and which of them is next. May be used by any thread. */
final class Pool {
    private final List<PoolMember> members;
    private final ComponentOptions options;
    private final WaitingRoom waitingRoom = new WaitingRoom(this::needsNoWaiting);
    private final AtomicInteger turn = new AtomicInteger();

    /** @param members at least one, in the order of their addresses */
    Pool(List<PoolMember> members, ComponentOptions options) {
        this.members = List.copyOf(members);
        this.options = options;
    }

    /** Begins to connect to all. Each is told what it missed whenever it is back, and then what waits for any of them begins. */
    void begin() {
        for (PoolMember member : members) {
            member.component().whenConnected(() -> {
                member.catchUp();
                waitingRoom.open();
            });
            member.ended().whenComplete((end, failure) -> waitingRoom.open());
        }
        members.forEach(member -> member.component().begin());
    }

    List<PoolMember> members() {
        return members;
    }

    PoolMember first() {
        return members.getFirst();
    }

    boolean isConnected() {
        return members.stream().anyMatch(PoolMember::isConnected);
    }

    /** Where to wait for a broker. */
    WaitingRoom waitingRoom() {
        return waitingRoom;
    }

    /** What asks for a broker now goes to one, or fails at once. */
    private boolean needsNoWaiting() {
        return isConnected()
                || options.whenDisconnected() == ComponentOptions.WhenDisconnected.FAIL_FAST
                || members.stream().allMatch(member -> member.ended().isDone());
    }

    ComponentOptions options() {
        return options;
    }

    /** Those that a call may go to, the best one first; never none. */
    List<PoolMember> forCall() {
        List<PoolMember> connected = connected();
        return switch (options.poolPolicy()) {
            case FIRST_UP, ALL -> connected;
            case ROUND_ROBIN -> rotated(connected);
            case LESS_BUSY -> sorted(connected);
        };
    }

    /** Those that a publish goes to; never none. */
    List<PoolMember> forPublish() {
        return options.poolPolicy() == PoolPolicy.ALL
                ? connected()
                : List.of(forCall().getFirst());
    }

    private List<PoolMember> connected() {
        List<PoolMember> connected =
                members.stream().filter(PoolMember::isConnected).toList();
        return connected.isEmpty() ? List.of(first()) : connected;
    }

    private List<PoolMember> rotated(List<PoolMember> connected) {
        int start = Math.floorMod(turn.getAndIncrement(), connected.size());
        List<PoolMember> rotated = new ArrayList<>(connected.subList(start, connected.size()));
        rotated.addAll(connected.subList(0, start));
        return rotated;
    }

    /** Of those that are as busy as each other, they take turns. */
    private List<PoolMember> sorted(List<PoolMember> connected) {
        return rotated(connected).stream()
                .sorted(Comparator.comparingInt(PoolMember::underWay))
                .toList();
    }
}
