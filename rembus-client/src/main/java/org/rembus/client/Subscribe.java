package org.rembus.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method a subscriber, when its object is given to {@link Component#serve}.
 *
 * <p>Arguments are converted to the parameters' types, generic ones included. A first parameter of type {@link Received}
 * gets the message itself; when it is the only one, the message may have any number of arguments. A method that returns a
 * {@link java.util.concurrent.CompletionStage} has handled its message when that completes.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Subscribe {
    /** The topic or pattern; empty: the method's name. */
    String value() default "";

    /**
     * Where the subscription begins: {@code now}, {@code last} (received), or an age such as {@code 10m} or {@code 2h},
     * or in ISO-8601, {@code PT10M}.
     */
    String from() default "now";

    /** How often a message is given again when the method fails. */
    int retries() default 0;

    /** How many QoS 0 messages may wait for the method; see {@link Subscription#queueMessages(int)}. */
    int queueMessages() default Subscription.DEFAULT_QUEUE_MESSAGES;

    /** Where the method runs. */
    Execution execution() default Execution.EXECUTOR;
}
