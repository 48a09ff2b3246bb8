package org.rembus.client;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A type with its parameters, which a {@link Class} cannot hold: {@code new TypeRef<List<Reading>>() {}}.
 *
 * @param <T> the type
 */
public abstract class TypeRef<T> {
    private final Type type;

    /** To be called by an anonymous subclass, whose type argument is what counts. */
    protected TypeRef() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parameterized)) {
            throw new IllegalStateException("write new TypeRef<…>() {} with a type argument");
        }
        type = parameterized.getActualTypeArguments()[0];
    }

    /** The type, as reflection sees it. */
    public final Type type() {
        return type;
    }

    @Override
    public final String toString() {
        return type.getTypeName();
    }
}
