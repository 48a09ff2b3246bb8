package org.rembus.broker.routing;

import java.util.Map;
import org.rembus.broker.routing.traffic.Times;

/**
 * What a router holds and has counted at one moment: a copy.
 *
 * @param sessions connections that it knows
 * @param callsUnderWay requests that wait for their answers
 * @param unsettled entries that wait for the journal
 * @param unsettledBytes of them
 * @param head sequence of the last entry that is durable
 * @param storing how long entries waited for the journal: one at a time is measured
 * @param published messages by topic
 * @param called how long calls took, by service
 */
public record Figures(
        int sessions,
        int callsUnderWay,
        int unsettled,
        long unsettledBytes,
        long head,
        Times.Taken storing,
        Map<String, Long> published,
        Map<String, Times.Taken> called) {}
