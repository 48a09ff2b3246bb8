/**
 * Topics and patterns as data: who is subscribed to what, and which rule holds for a topic. Nothing here knows what it is
 * that subscribes, or what a rule says.
 *
 * <p>The router's thread uses what is here, but for {@link org.rembus.broker.topics.TopicRules}, which does not change and
 * is for everybody.
 */
@NullMarked
package org.rembus.broker.topics;

import org.jspecify.annotations.NullMarked;
