package io.headwater.streams.internal;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * A state store without content. Kafka Streams calls {@link #flushCache} of cached stores right before it commits
 * offsets, on revocation and on a clean close too; that call is the only hook at which a processor can still forward
 * what it holds back. {@link StateStore#commit} is too late: it runs after the offsets were committed.
 */
public final class DrainStore implements StateStore, CachedStateStore<Object, Object> {

    private final String name;
    private Runnable drain = () -> {};
    private Runnable discard = () -> {};
    private boolean open;

    private DrainStore(String name) {
        this.name = name;
    }

    /**
     * @param drain forwards everything that is held back
     * @param discard drops everything that is held back
     */
    public void attach(Runnable drain, Runnable discard) {
        this.drain = drain;
        this.discard = discard;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
        open = true;
    }

    @Override
    public void flushCache() {
        drain.run();
    }

    @Override
    public void clearCache() {
        discard.run();
    }

    @Override
    public void close() {
        open = false;
        discard.run();
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<Object, Object> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    /** Builds the store; what one task has of it no other one sees. */
    public static StoreBuilder<DrainStore> builder(String name) {
        return new Builder(name);
    }

    private record Builder(String name) implements StoreBuilder<DrainStore> {

        @Override
        public DrainStore build() {
            return new DrainStore(name);
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public StoreBuilder<DrainStore> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<DrainStore> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<DrainStore> withLoggingEnabled(Map<String, String> config) {
            throw new UnsupportedOperationException("there is nothing to log");
        }

        @Override
        public StoreBuilder<DrainStore> withLoggingDisabled() {
            return this;
        }
    }
}
