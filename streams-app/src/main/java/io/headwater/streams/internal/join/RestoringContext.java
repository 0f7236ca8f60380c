package io.headwater.streams.internal.join;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.apache.kafka.streams.processor.BatchingStateRestoreCallback;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;

/** A store's context that leaves reading the changelog to another one than the store which registers itself. */
final class RestoringContext {

    private static final String REGISTER = "register";

    private RestoringContext() {}

    /**
     * The context of a store that is within another one. Streams' own stores ask for more of it than the public
     * interface has.
     *
     * @param outer context of the store around it
     * @param restore reads the changelog
     */
    static InternalProcessorContext<?, ?> of(
            InternalProcessorContext<?, ?> outer, BatchingStateRestoreCallback restore) {
        return (InternalProcessorContext<?, ?>) Proxy.newProxyInstance(
                InternalProcessorContext.class.getClassLoader(),
                new Class<?>[] {InternalProcessorContext.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals(REGISTER)) {
                        arguments[1] = restore;
                    }
                    try {
                        return method.invoke(outer, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
