package org.rembus.broker.routing;

import org.rembus.broker.routing.options.RouterOptions;
import org.rembus.broker.routing.time.TurnTime;

/** What the desks of one router share. */
record RouterState(
        RouterOptions options,
        TurnTime time,
        JournalQueue queue,
        Twins twins,
        TwinRegister register,
        Tenants tenants,
        DurableTopics durable,
        Nodes nodes,
        Ids ids,
        EventDesk events,
        Counters counters,
        TrafficDesk traffic,
        Notices notices) {}
