package org.rembus.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method a service, when its object is given to {@link Component#serve}.
 *
 * <p>Arguments are converted to the parameters' types, generic ones included. A method whose only parameter is a
 * {@link Request} gets the call itself. A void method answers null, one that returns a
 * {@link java.util.concurrent.CompletionStage} answers when it completes. Named arguments find the parameters of those
 * names, if the class was compiled with {@code -parameters}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Expose {
    /** The topic; empty: the method's name. */
    String value() default "";

    /** Where the method runs. */
    Execution execution() default Execution.EXECUTOR;

    /** How many calls may be in progress at once. */
    int maxConcurrent() default Service.DEFAULT_MAX_CONCURRENT;
}
