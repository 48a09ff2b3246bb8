package org.rembus.broker.routing;

import java.time.Duration;
import org.rembus.broker.routing.options.NameRules;
import org.rembus.broker.routing.options.Policy;
import org.rembus.broker.routing.options.RouterOptions;
import org.rembus.broker.routing.options.StorePolicy;
import org.rembus.broker.routing.slow.SlowPolicies;

/** Builds {@link RouterOptions} that differ in a few from others. */
public final class OptionsBuilder {
    private String name;
    private String version;
    private Duration requestTimeout;
    private Duration ackTimeout;
    private int sendRetries;
    private int maxInflight;
    private int maxOutstanding;
    private int maxTopics;
    private int maxPatternLevels;
    private long maxTopicBytes;
    private long maxUnansweredBytes;
    private long maxRememberedBytes;
    private int maxKnownNames;
    private long maxPendingBytes;
    private RouterOptions.WhenConnected whenConnected;
    private RouterOptions.PublishCalls publishCalls;
    private RouterOptions.MsgFrom msgFrom;
    private Policy policy;
    private NameRules names;
    private StorePolicy store;
    private RouterOptions.LocalCommands localCommands;
    private SlowPolicies slow;
    private RouterOptions.Role role;

    OptionsBuilder(RouterOptions from) {
        name = from.name();
        version = from.version();
        requestTimeout = from.requestTimeout();
        ackTimeout = from.ackTimeout();
        sendRetries = from.sendRetries();
        maxInflight = from.maxInflight();
        maxOutstanding = from.maxOutstanding();
        maxTopics = from.maxTopics();
        maxPatternLevels = from.maxPatternLevels();
        maxTopicBytes = from.maxTopicBytes();
        maxUnansweredBytes = from.maxUnansweredBytes();
        maxRememberedBytes = from.maxRememberedBytes();
        maxKnownNames = from.maxKnownNames();
        maxPendingBytes = from.maxPendingBytes();
        whenConnected = from.whenConnected();
        publishCalls = from.publishCalls();
        msgFrom = from.msgFrom();
        policy = from.policy();
        names = from.names();
        store = from.store();
        localCommands = from.localCommands();
        slow = from.slow();
        role = from.role();
    }

    public OptionsBuilder requestTimeout(Duration value) {
        requestTimeout = value;
        return this;
    }

    public OptionsBuilder ackTimeout(Duration value) {
        ackTimeout = value;
        return this;
    }

    public OptionsBuilder sendRetries(int value) {
        sendRetries = value;
        return this;
    }

    public OptionsBuilder maxInflight(int value) {
        maxInflight = value;
        return this;
    }

    public OptionsBuilder maxOutstanding(int value) {
        maxOutstanding = value;
        return this;
    }

    public OptionsBuilder maxPatternLevels(int value) {
        maxPatternLevels = value;
        return this;
    }

    public OptionsBuilder maxTopics(int value) {
        maxTopics = value;
        return this;
    }

    public OptionsBuilder maxTopicBytes(long value) {
        maxTopicBytes = value;
        return this;
    }

    public OptionsBuilder maxUnansweredBytes(long value) {
        maxUnansweredBytes = value;
        return this;
    }

    public OptionsBuilder maxRememberedBytes(long value) {
        maxRememberedBytes = value;
        return this;
    }

    public OptionsBuilder maxKnownNames(int value) {
        maxKnownNames = value;
        return this;
    }

    public OptionsBuilder maxPendingBytes(long value) {
        maxPendingBytes = value;
        return this;
    }

    public OptionsBuilder whenConnected(RouterOptions.WhenConnected value) {
        whenConnected = value;
        return this;
    }

    public OptionsBuilder publishCalls(RouterOptions.PublishCalls value) {
        publishCalls = value;
        return this;
    }

    public OptionsBuilder msgFrom(RouterOptions.MsgFrom value) {
        msgFrom = value;
        return this;
    }

    public OptionsBuilder policy(Policy value) {
        policy = value;
        return this;
    }

    public OptionsBuilder names(NameRules value) {
        names = value;
        return this;
    }

    public OptionsBuilder store(StorePolicy value) {
        store = value;
        return this;
    }

    public OptionsBuilder localCommands(RouterOptions.LocalCommands value) {
        localCommands = value;
        return this;
    }

    public OptionsBuilder slow(SlowPolicies value) {
        slow = value;
        return this;
    }

    public OptionsBuilder role(RouterOptions.Role value) {
        role = value;
        return this;
    }

    public RouterOptions build() {
        return new RouterOptions(
                name,
                version,
                requestTimeout,
                ackTimeout,
                sendRetries,
                maxInflight,
                maxOutstanding,
                maxTopics,
                maxPatternLevels,
                maxTopicBytes,
                maxUnansweredBytes,
                maxRememberedBytes,
                maxKnownNames,
                maxPendingBytes,
                whenConnected,
                publishCalls,
                msgFrom,
                policy,
                names,
                store,
                localCommands,
                slow,
                role);
    }
}
